-- Grain: one stage of the campaign, in its order; see campaign_funnel.
SELECT position, stage, suppliers, share FROM campaign_funnel WHERE reporting_year = $year ORDER BY position
