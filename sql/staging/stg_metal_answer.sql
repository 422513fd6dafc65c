-- Grain: one declaration and metal: its answers to questions 1 to 8 side by side. The intake lands a row for every
-- question the template asks, empty or not: a question without a row was not asked, which is neither "No" nor missing.
-- CMRT 2.x asks no question 2, 4 and 8, 3.x to 5.x no question 4, AMRT only 1 and 6. In scope is a metal that is used
-- and, where the template asks, remains in the product; null where the answers leave it open.
SELECT
    file_sha256,
    metal,
    max(answer) FILTER (WHERE question = '1') AS q1,
    max(answer) FILTER (WHERE question = '2') AS q2,
    max(answer) FILTER (WHERE question = '3') AS q3,
    max(answer) FILTER (WHERE question = '4') AS q4,
    max(answer) FILTER (WHERE question = '5') AS q5,
    max(answer) FILTER (WHERE question = '6') AS q6,
    max(answer) FILTER (WHERE question = '7') AS q7,
    max(answer) FILTER (WHERE question = '8') AS q8,
    CASE
        WHEN q1 = 'No' OR q2 = 'No' THEN false
        WHEN q1 = 'Yes' AND (q2 = 'Yes' OR count(*) FILTER (WHERE question = '2') = 0) THEN true
    END AS in_scope
FROM answer
GROUP BY file_sha256, metal
ORDER BY file_sha256, metal
