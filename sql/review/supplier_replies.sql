-- Grain: one e-mail of any year from a supplier's entity, or of a server about a letter to it, newest first.
SELECT reply.*
FROM reply
JOIN supplier_contact AS mine USING (reporting_year, entity_id)
WHERE mine.supplier_id = $supplier
ORDER BY reply.reporting_year DESC, coalesce(reply.sent_at, reply.received_at) DESC, reply.file_sha256
