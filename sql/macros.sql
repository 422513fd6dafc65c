-- Functions shared by the models. Run first, before any model.

-- The conflict minerals of Form SD, Item 1.01(d)(3); a row without a metal is none of them.
CREATE OR REPLACE MACRO is_conflict_mineral(metal) AS
    coalesce(metal IN ('Gold', 'Tantalum', 'Tin', 'Tungsten'), false);

-- A name as people compare it by eye: accents kept, case and runs of white space folded.
CREATE OR REPLACE MACRO clean_name(name) AS
    nullif(trim(regexp_replace(lower(nfc_normalize(name)), '\s+', ' ', 'g')), '');

-- Words that say how a company is organised, not which company it is. Several countries' legal forms.
CREATE OR REPLACE MACRO legal_forms() AS [
    'co', 'company', 'corp', 'corporation', 'inc', 'incorporated', 'ltd', 'limited', 'lim', 'llc', 'llp', 'lp', 'plc',
    'pty', 'pvt', 'private', 'pte', 'sdn', 'bhd', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'se', 'sa', 'sas', 'sarl', 'srl',
    'spa', 'bv', 'nv', 'ab', 'as', 'oy', 'oyj', 'kk', 'pt', 'tbk', 'cv', 'jsc', 'ojsc', 'cjsc', 'pjsc', 'ooo', 'zao',
    'ltda', 'eireli', 'sl', 'slu', 'aps', 'sp', 'zoo', 'kft', 'doo', 'the', 'and', 'of', 'group', 'holding', 'holdings'
];

-- Words that many facilities bear: they say what is done or where, and are no evidence of which facility is meant.
CREATE OR REPLACE MACRO generic_words() AS [
    'gold', 'tin', 'tantalum', 'tungsten', 'niobium', 'wolfram', 'copper', 'silver', 'zinc', 'lead', 'nickel', 'cobalt',
    'molybdenum', 'platinum', 'metal', 'metals', 'mineral', 'minerals', 'mining', 'mine', 'mines', 'smelter', 'smelters',
    'smelting', 'smelt', 'refinery', 'refiner', 'refiners', 'refining', 'refine', 'foundry', 'alloy', 'alloys', 'powder',
    'powders', 'carbide', 'cemented', 'chemical', 'chemicals', 'chemistry', 'material', 'materials', 'product', 'products',
    'precious', 'rare', 'earth', 'nonferrous', 'non', 'ferrous', 'solder', 'electronic', 'electronics', 'electric',
    'industry', 'industries', 'industrial', 'resource', 'resources', 'technology', 'technologies', 'tech', 'high', 'new',
    'advanced', 'special', 'specialty', 'international', 'global', 'world', 'national', 'general', 'united', 'trading',
    'trade', 'import', 'export', 'enterprise', 'enterprises', 'development', 'investment', 'manufacturing',
    'manufacture', 'factory', 'plant', 'works', 'service', 'services', 'recycling', 'environmental', 'business', 'unit',
    'division', 'branch', 'north', 'south', 'east', 'west', 'city', 'province'
];

-- A name without accents, case, punctuation, legal forms and word order: equal for spellings of one company.
-- Single letters stay joined, so that 'S.A.' and 'SA', 'H.C.' and 'HC' are one word.
CREATE OR REPLACE MACRO name_words(name) AS
    string_split_regex(
        trim(regexp_replace(
            regexp_replace(
                regexp_replace(replace(lower(strip_accents(nfc_normalize(name))), '&', ' and '), '[.''’`]', '', 'g'),
                '[^\p{L}\p{N}]+', ' ', 'g'),
            '\s+', ' ', 'g')),
        ' ');

CREATE OR REPLACE MACRO normalize_name(name) AS
    nullif(array_to_string(list_sort(list_distinct(list_filter(
        name_words(name), lambda word: word <> '' AND NOT list_contains(legal_forms(), word)))), ' '), '');
