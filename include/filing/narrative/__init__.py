"""The wording of the documents, as versioned YAML files: edited here by counsel, never in a rendered document.

A file holds ``version``, ``sections`` -> ``blocks`` (paragraph, list, table) -> sentences. A sentence has an ``id``, a
``text`` (Jinja2 over the document's context), an optional ``when``, an optional ``each`` (once for each item of a
field, named ``item``) and a ``kind``: fact (the default: carried by data), law (what the rule says),
definition, representation
(the company's own statement, which counsel confirms) or outlook. It appears only when every value it uses is present.
"""
