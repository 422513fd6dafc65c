-- Grain: one word that is part of a place's name: of a country, or of a city or state of a facility on the lists.
SELECT DISTINCT unnest(name_words(country_name)) AS word FROM country
UNION
SELECT DISTINCT unnest(name_words(city)) FROM stg_reference WHERE city IS NOT NULL
UNION
SELECT DISTINCT unnest(name_words(state)) FROM stg_reference WHERE state IS NOT NULL
ORDER BY word
