-- Grain: one declaration and metal: its answers to questions 1 to 8 side by side.
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
    max(answer) FILTER (WHERE question = '8') AS q8
FROM answer
GROUP BY file_sha256, metal
ORDER BY file_sha256, metal
