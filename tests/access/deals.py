"""Agreements, grants, emergency aid; employers, posts, people at work."""

from tests.access.row import METHOD, Row

ALL = "oooooooo"
MONEY = "xxoxxxox"  # coordination and direction
POSTS = "oooxoxxx"  # those who know employers
FILE = "onoxxxxx"

ROWS = {
    # Agreements
    "partners:agreement-list": Row(ALL, METHOD),
    "partners:agreement": Row(ALL, METHOD, "agreement"),
    "partners:agreement-new": Row(MONEY, MONEY, "organization"),
    "partners:agreement-edit": Row(MONEY, MONEY, "agreement"),
    "partners:agreement-sign": Row(MONEY, MONEY, "agreement"),
    "partners:agreement-end": Row(MONEY, MONEY, "agreement"),
    "partners:agreement-abandon": Row(MONEY, MONEY, "agreement"),
    "partners:agreement-resume": Row(METHOD, MONEY, "agreement"),
    "partners:agreement-renew": Row(MONEY, MONEY, "agreement"),
    # Grants
    "programs:grant-list": Row("xxoxoxox", METHOD),
    "programs:grant": Row("xxoxoxox", METHOD, "grant"),
    "programs:grant-new": Row(MONEY, MONEY),
    "programs:funder-new": Row(MONEY, MONEY),
    "programs:grant-edit": Row(MONEY, MONEY, "grant"),
    "programs:grant-granted": Row(MONEY, MONEY, "grant"),
    "programs:grant-refused": Row(MONEY, MONEY, "grant"),
    "programs:grant-withdraw": Row(MONEY, MONEY, "grant"),
    "programs:grant-close": Row(MONEY, MONEY, "grant"),
    "programs:instalment-new": Row(MONEY, MONEY, "grant"),
    "programs:instalment-received": Row(MONEY, MONEY, "instalment"),
    "programs:report-new": Row(MONEY, MONEY, "grant"),
    "programs:report-sent": Row(MONEY, MONEY, "grant_report"),
    "programs:use-new": Row(MONEY, MONEY, "grant"),
    "programs:use-remove": Row(METHOD, MONEY, "grant_use"),
    # Emergency aid: asked by caseworkers, checked by coordination and direction, who see the person
    "beneficiaries:envelope-list": Row("oooxxxox", METHOD),
    "beneficiaries:envelope": Row("oooxxxox", METHOD, "envelope"),
    "beneficiaries:envelope-new": Row(MONEY, MONEY),
    "beneficiaries:envelope-edit": Row(MONEY, MONEY, "envelope"),
    "beneficiaries:envelope-close": Row(METHOD, MONEY, "envelope"),
    "beneficiaries:envelope-reopen": Row(METHOD, MONEY, "envelope"),
    "beneficiaries:aid-new": Row(FILE, FILE, "person"),
    "beneficiaries:aid": Row("onoxxxox", METHOD, "aid"),
    "beneficiaries:aid-prove": Row(FILE, FILE, "aid"),
    "beneficiaries:aid-proof-file": Row("onoxxxox", METHOD, "proved_aid"),
    "beneficiaries:aid-confirm": Row(METHOD, MONEY, "aid"),
    "beneficiaries:aid-refuse": Row(MONEY, MONEY, "aid"),
    "beneficiaries:aid-cancel": Row("onoxxxox", "onoxxxox", "aid"),
    # Employers and posts
    "partners:post-list": Row(ALL, METHOD),
    "partners:post": Row(ALL, METHOD, "post"),
    "partners:post-new": Row(POSTS, POSTS, "employer"),
    "partners:post-edit": Row(POSTS, POSTS, "post"),
    "partners:post-fill": Row(METHOD, POSTS, "post"),
    "partners:post-close": Row(METHOD, POSTS, "post"),
    "partners:post-reopen": Row(METHOD, POSTS, "post"),
    "partners:employer-list": Row(ALL, METHOD),
    "partners:employer": Row(ALL, METHOD, "employer"),
    "partners:employer-edit": Row(POSTS, POSTS, "organization"),
    # People at work
    "beneficiaries:application-new": Row(FILE, FILE, "person"),
    "beneficiaries:application-interview": Row(FILE, FILE, "application"),
    "beneficiaries:application-accept": Row(METHOD, FILE, "application"),
    "beneficiaries:application-refuse": Row(FILE, FILE, "application"),
    "beneficiaries:application-withdraw": Row(METHOD, FILE, "application"),
    "beneficiaries:placement-new": Row(FILE, FILE, "person"),
    "beneficiaries:placement": Row(FILE, METHOD, "placement"),
    "beneficiaries:placement-end": Row(FILE, FILE, "placement"),
    "beneficiaries:hours-new": Row(FILE, FILE, "placement"),
    "beneficiaries:hours-remove": Row(METHOD, FILE, "work_hours"),
    "beneficiaries:job-check-list": Row("oooxxxxx", METHOD),
    "beneficiaries:job-check-record": Row(FILE, FILE, "job_check"),
}
