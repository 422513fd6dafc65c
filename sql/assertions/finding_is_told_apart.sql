-- Two findings of one id: what a person says of the one would silently count for the other.
SELECT finding_id, count(*) AS findings, string_agg(DISTINCT code, ', ' ORDER BY code) AS codes
FROM finding
GROUP BY finding_id
HAVING count(*) > 1
