-- Grain: one metal of which a list names facilities.
SELECT DISTINCT metal FROM reference_history WHERE metal IS NOT NULL ORDER BY metal
