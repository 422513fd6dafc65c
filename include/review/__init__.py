"""The review pages: what compliance people read and decide, served inside Airflow behind its login.

``app`` puts them together, ``access`` says who may, ``data`` reads the current run's marts, ``pages`` are the pages.
"""
