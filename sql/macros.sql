-- Functions shared by the models. Run first, before any model.

-- The conflict minerals of Form SD, Item 1.01(d)(3); a row without a metal is none of them.
CREATE OR REPLACE MACRO is_conflict_mineral(metal) AS
    coalesce(metal IN ('Gold', 'Tantalum', 'Tin', 'Tungsten'), false);

-- How grave a finding is: 1 is the worst.
CREATE OR REPLACE MACRO severity_rank(severity) AS list_position(['critical', 'warning', 'info'], severity);

-- Domains in which anybody can have an address: an address there says who writes, its domain says nothing.
CREATE OR REPLACE MACRO is_free_mail(domain) AS
    list_contains([
        'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'yahoo.co.jp',
        'icloud.com', 'me.com', 'aol.com', 'proton.me', 'protonmail.com', 'qq.com', 'foxmail.com', '163.com', '126.com',
        'yeah.net', 'sina.com', 'sina.cn', 'sohu.com', 'aliyun.com', 'naver.com', 'hanmail.net', 'daum.net', 'nate.com',
        'gmx.de', 'gmx.net', 'gmx.com', 'web.de', 't-online.de', 'freenet.de', 'orange.fr', 'libero.it', 'mail.ru',
        'yandex.ru', 'rediffmail.com', 'hinet.net'
    ], domain);

-- A name as people compare it by eye: accents kept, case and runs of white space folded.
CREATE OR REPLACE MACRO clean_name(name) AS
    nullif(trim(regexp_replace(lower(nfc_normalize(name)), '\s+', ' ', 'g')), '');

-- Words that say how a company is organised, not which company it is. Several countries' legal forms, and the little
-- words between.
CREATE OR REPLACE MACRO legal_forms() AS [
    'co', 'company', 'comp', 'corp', 'corporation', 'inc', 'incorporated', 'incorporation', 'ltd', 'limited', 'lim',
    'liability', 'llc', 'llp', 'lp', 'plc', 'pty', 'proprietary', 'pvt', 'private', 'public', 'pte', 'sdn', 'bhd', 'berhad',
    'joint', 'stock', 'share', 'gmbh', 'mbh', 'ag', 'kg', 'kgaa', 'ek', 'ohg', 'aktiengesellschaft', 'gesellschaft', 'se',
    'sa', 'sab', 'sac', 'saci', 'sapi', 'sas', 'sasu', 'sau', 'sarl', 'eurl', 'snc', 'scrl', 'srl', 'sprl', 'bvba', 'spa',
    'scpa', 'sl', 'slu', 'sociedad', 'anonima', 'societe', 'anonyme', 'sociedade', 'limitada', 'ltda', 'lda', 'cia',
    'eireli', 'eirl', 'bv', 'nv', 'ab', 'aktiebolag', 'as', 'asa', 'aps', 'oy', 'oyj', 'ou', 'uab', 'sia', 'sp', 'zoo',
    'spolka', 'akcyjna', 'sro', 'spol', 'kft', 'zrt', 'nyrt', 'doo', 'dooel', 'ood', 'eood', 'ead', 'kk', 'yk', 'gk',
    'kabushiki', 'kaisha', 'kabushikigaisha', 'kabushikikaisha', 'pt', 'perseroan', 'terbatas', 'persero', 'tbk', 'cv',
    'pcl', 'jsc', 'ojsc', 'cjsc', 'pjsc', 'psc', 'ooo', 'oao', 'zao', 'pao', 'ao', 'too', 'tov', 'anonim', 'sirketi', 'sti',
    'san', 'tic', 'fz', 'fze', 'fzc', 'fzco', 'fzllc', 'dmcc', 'wll', 'youxian', 'zeren', 'gufen', 'gongsi', 'jituan',
    'the', 'and', 'of', 'und', 'et', 'de', 'del', 'group', 'holding', 'holdings'
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
    'division', 'branch', 'north', 'south', 'east', 'west', 'city', 'province', 'usa', 'uk', 'prc', 'brand', 'smeltery',
    'metallurgy', 'metallurgical', 'metalurgia', 'metalurgica', 'metallurgie', 'mineracao', 'mineria', 'minera', 'industri',
    'industria', 'industrie', 'comercio', 'logam', 'kinzoku', 'kogyo', 'kozan', 'seiren', 'seirensho', 'seirenjo', 'kuangye'
];

-- Words of what is done at a facility: a name with or without them is the same name.
CREATE OR REPLACE MACRO activity_words() AS [
    'smelter', 'smelters', 'smelting', 'smelt', 'smeltery', 'refinery', 'refineries', 'refiner', 'refiners', 'refining',
    'plant', 'works', 'factory', 'foundry', 'industry', 'industries', 'industrial', 'industri', 'industria', 'industrie',
    'metalurgia', 'metalurgica', 'metallurgie', 'mineracao', 'comercio', 'seiren', 'seirensho', 'seirenjo', 'brand'
];

-- A name that says nobody knows; and a name that names no facility.
CREATE OR REPLACE MACRO says_unknown(name) AS
    coalesce(list_contains([
        'smelter not yet identified', 'not yet identified', 'smelter not identified', 'not identified', 'unidentified',
        'unknown', 'unknown smelter', 'smelter unknown', 'smelter is unknown', 'not known', 'not yet known', 'tbd',
        'to be determined', 'to be identified', 'not available', 'not yet available', 'information not available',
        'unbekannt', 'inconnu', 'desconocido', 'desconhecido', 'sconosciuto', '不明', '未知', '未確認', '未确认', '미확인'
    ], trim(regexp_replace(clean_name(name), '[^\p{L}\p{N}/]+', ' ', 'g'))), false);

CREATE OR REPLACE MACRO says_nothing(name) AS
    coalesce(list_contains([
        '', '/', 'n/a', 'na', 'n a', 'none', 'nil', 'null', 'no', 'yes', 'not applicable', 'various', 'several', 'multiple',
        'many', 'other', 'others', 'see attached', 'see attachment', 'see list', 'see below', 'same as above', 'same'
    ], trim(regexp_replace(clean_name(name), '[^\p{L}\p{N}/]+', ' ', 'g'))), false);

-- Lower-case letters without accents, ligatures and full width.
CREATE OR REPLACE MACRO plain_letters(name) AS
    replace(replace(replace(replace(replace(replace(replace(
        strip_accents(translate(lower(nfc_normalize(name)),
            'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ０１２３４５６７８９＆', 'abcdefghijklmnopqrstuvwxyz0123456789&')),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'ø', 'o'), 'ł', 'l'), 'đ', 'd'), 'ı', 'i');

-- The words of a name in their order. Letters that stand alone are one word with their neighbours, so that 'S.A.' and
-- 'SA', 'H. C.' and 'HC' are the same; doubled spaces let the pattern see each of them, chr(1) marks where they join.
CREATE OR REPLACE MACRO name_words(name) AS
    list_filter(
        string_split(
            replace(replace(
                regexp_replace(
                    '  ' || regexp_replace(
                        regexp_replace(
                            regexp_replace(regexp_replace(regexp_replace(plain_letters(name),
                                '[&+]', ' and ', 'g'), '[''’‘`´]', '', 'g'), '\bnon[- ]ferrous\b', 'nonferrous', 'g'),
                            '有限责任公司|有限責任公司|股份有限公司|有限公司|株式会社|有限会社|주식회사|集团|集團', ' ', 'g'),
                        '[^\p{L}\p{N}]+', '  ', 'g') || '  ',
                    ' (\p{L}) ', chr(1) || '\1' || chr(1), 'g'),
                chr(1) || chr(1), ''), chr(1), ' '),
            ' '),
        lambda word: word <> '');

-- The words of a name that are no legal form, in their order.
CREATE OR REPLACE MACRO own_words(name) AS
    list_filter(name_words(name), lambda word: NOT list_contains(legal_forms(), word));

-- The words of a description of goods, each in the singular: 'Connectors, gold-plated' has connector, gold and plated.
CREATE OR REPLACE MACRO singular_words(description) AS
    list_transform(name_words(description), lambda word: regexp_replace(word, '([^s])s$', '\1'));

-- A name without accents, case, punctuation, legal forms and word order: equal for spellings of one company.
CREATE OR REPLACE MACRO normalize_name(name) AS
    nullif(array_to_string(list_sort(list_distinct(own_words(name))), ' '), '');

-- A text in which no letter follows itself.
CREATE OR REPLACE MACRO undoubled(text) AS
    list_reduce(string_split(text, ''), lambda before, letter:
        CASE WHEN right(before, 1) = letter THEN before ELSE before || letter END);

-- A name in one word: 'Jiu Jiang' and 'JiuJiang' are equal, and so are 'E&C' and 'ENC', as people read it aloud.
CREATE OR REPLACE MACRO joined_name(name) AS
    array_to_string(own_words(regexp_replace(plain_letters(name), '\b(\p{L}) ?& ?(\p{L})\b', '\1n\2', 'g')), '');

-- 'Mueller' and 'Müller' are equal.
CREATE OR REPLACE MACRO fold_umlaut(joined) AS regexp_replace(joined, '([aou])e', '\1', 'g');

-- Romanised Japanese after Hepburn, Kunrei or by ear, with long vowels written or not: 'Mitui' and 'Mitsui' are equal.
CREATE OR REPLACE MACRO fold_japanese(joined) AS
    undoubled(regexp_replace(regexp_replace(
        replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            undoubled(joined),
            'tch', 'ch'), 'shi', 'si'), 'sh', 'sy'), 'chi', 'ti'), 'ch', 'ty'), 'tsu', 'tu'), 'fu', 'hu'), 'ji', 'zi'),
            'j', 'zy'), 'yy', 'y'), 'ou', 'o'), 'dz', 'z'),
        'oh([^aeiouy]|$)', 'o\1', 'g'), 'm([bp])', 'n\1', 'g'));

-- Romanised Korean after Revised Romanization, McCune-Reischauer or by ear: 'Daeryong' and 'Daeryoung' are equal.
CREATE OR REPLACE MACRO fold_korean(joined) AS
    undoubled(replace(replace(replace(replace(replace(replace(replace(
        regexp_replace(regexp_replace(undoubled(joined), 'yeo|you|yu', 'yo', 'g'), 'eo|ou|u', 'o', 'g'),
        'ae', 'e'), 'ch', 'j'), 'k', 'g'), 't', 'd'), 'p', 'b'), 'l', 'r'), 'z', 'j'));

-- The ways to spell a joined name, each with the scheme that made it.
CREATE OR REPLACE MACRO spellings(joined) AS [
    {'scheme': 'any', 'spelling': fold_umlaut(joined)},
    {'scheme': 'JP', 'spelling': fold_japanese(joined)},
    {'scheme': 'KR', 'spelling': fold_korean(joined)}
];

-- The two parts of 'One (Other)', each of which may be the name that is meant.
CREATE OR REPLACE MACRO name_parts(name) AS
    CASE WHEN regexp_matches(name, '^[^()（）]{3,}[(（][^()（）]{3,}[)）]?\s*$')
        THEN list_filter(
            list_transform(string_split_regex(name, '[()（）]'), lambda part: clean_name(part)),
            lambda part: part IS NOT NULL)
        ELSE [] END;

-- China lists Hong Kong and Macao now apart, now not: a country they have in common contradicts nothing.
CREATE OR REPLACE MACRO same_country(one, other) AS
    one = other OR one IN ('CN', 'HK', 'MO') AND other IN ('CN', 'HK', 'MO');

-- The addresses written into one cell, joined by comma, semicolon or space; small letters tell two of them apart no more.
CREATE OR REPLACE MACRO mail_addresses(written) AS
    list_sort(list_distinct(list_filter(string_split_regex(lower(written), '[;,\s]+'), lambda part: contains(part, '@'))));
