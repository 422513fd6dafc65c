"""XML schemas of the submission, reconstructed from public descriptions of 2012-2014 and never tried on EDGAR.

A pre-check without a network: only an EDGAR TEST filing validates.
"""
