-- Grain: one line of a look-up list of ours, for a metal its template asks about. The list says which facility a name
-- means, so that it must not come from somebody who is asked: a blank template that came under a supplier's number, or
-- by e-mail alone, is no reference. Nor may an EMRT or AMRT speak of conflict minerals, or a CMRT of others.
WITH by_mail_alone AS (
    SELECT file_sha256 FROM stg_receipt GROUP BY file_sha256 HAVING bool_and(in_mail)
)
SELECT reference.*
FROM reference_smelter AS reference
ANTI JOIN path_supplier USING (file_sha256)
ANTI JOIN by_mail_alone USING (file_sha256)
LEFT JOIN landed_file USING (file_sha256)
WHERE
    landed_file.kind IS NULL
    OR landed_file.kind NOT IN ('cmrt', 'emrt', 'amrt')
    OR is_conflict_mineral(reference.metal) = (landed_file.kind = 'cmrt')
ORDER BY reference.file_sha256, reference.source_sheet, reference.source_row
