-- Grain: one measure, received before valid, of which something can be estimated; see campaign_forecast.
SELECT * FROM campaign_forecast WHERE reporting_year = $year ORDER BY measure
