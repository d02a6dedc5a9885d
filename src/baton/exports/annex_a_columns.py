"""The columns of Ofsted's Annex A lists in their order, and what of the record stands in each; "" for nothing.

After the column text as read in January 2024. A column that no record here fills stays blank, and the report says so.
"""

from __future__ import annotations

from typing import Final

PERSON: Final = (
    ("Child Unique ID", "child"), ("Gender", "sex"), ("Ethnicity", "ethnicity"), ("Date of Birth", "born"),
    ("Age of Child (Years)", "age"),
)  # fmt: skip
_DISABLED: Final = ("Does the Child have a Disability", "disability")
_HELD: Final = (("Allocated Team", "team"), ("Allocated Worker", "worker"))
_UASC: Final = "Unaccompanied Asylum Seeking Child (UASC)"

TITLES: Final = {
    1: "Contacts", 2: "Early help assessments", 10: "Adoption: children", 11: "Adoption: adopters",
    3: "Referrals", 4: "Assessments", 5: "Section 47 enquiries", 6: "Children in need", 7: "Child protection plans",
    8: "Children looked after", 9: "Care leavers",
}  # fmt: skip

# Whom Baton keeps no record of: their lists have a heading and no row.
NOT_HELD: Final = {
    1: "what arrives is kept from the referral on, so a contact that never became one has no record here",
    11: "adopters have no record here",
}

LISTS: Final[dict[int, tuple[tuple[str, str], ...]]] = {
    1: (*PERSON, ("Date of Contact", ""), ("Contact Source", "")),
    2: (
        *PERSON, ("Assessment start date", "began"), ("Assessment completion date", "ended"),
        ("Organisation completing assessment", "organisation"),
    ),
    3: (
        *PERSON, ("Date of referral", "began"), ("Referral Source", "referral_source"),
        ("Referral NFA?", "no_further_action"),
        ("Number of Referrals in Last 12 Months", "referrals"), *_HELD,
    ),
    4: (
        *PERSON, _DISABLED, ("Continuous Assessment Start Date", "began"),
        ("Child Seen During Continuous Assessment", ""),
        ("Continuous Assessment Date of Authorisation", "ended"),
        ("Was the child assessed as requiring LA children's social care support?", "in_need"), *_HELD,
    ),
    5: (
        *PERSON, _DISABLED, ("Strategy discussion initiating Section 47 Enquiry Start Date", "began"),
        ("Was an Initial Child Protection Conference deemed unnecessary?", "icpc_unnecessary"),
        ("Date of Initial Child Protection Conference", "icpc"),
        ("Did the Initial Child Protection Conference Result in a Child Protection Plan", "plan_made"),
        ("Number of Section 47 Enquiries in the last 12 months", "enquiries"),
        ("Number of ICPCs in the last 12 months", "icpcs"), *_HELD,
    ),
    6: (
        *PERSON, _DISABLED, ("CIN Start Date", "began"), ("Primary Need Code", "need"),
        ("Date Child Was Last Seen", "seen"), ("CIN Closure Date", "ended"), ("Reason for Closure", "closure"),
        ("Case Status", "case_status"), *_HELD,
    ),
    7: (
        *PERSON, _DISABLED, ("Child Protection Plan Start Date", "began"),
        ("Initial Category of Abuse", "first_category"), ("Latest Category of Abuse", "category"),
        ("Date of the Last Statutory Visit", "seen"), ("Was the Child Seen Alone?", ""),
        ("Date of latest review conference", "conference"), ("Child Protection Plan End Date", "ended"),
        ("Subject to Emergency Protection Order or Protected Under Police Powers in Last Six Months (Y/N)", ""),
        ("Number of Previous Child Protection Plans", "plans_before"), *_HELD,
    ),
    8: (
        *PERSON, (f"{_UASC} within the Last 12 Months (Y/N)", "uasc"), _DISABLED,
        ("Date Started to be Looked After", "began"), ("Child's Category of Need", "need"),
        ("Is this a second or subsequent period of being a Looked After Child within the last 12 months (Y/N)",
         "again"),
        ("Start date of current legal status", "legal_on"), ("Child's Legal Status", "legal_status"),
        ("Date of Latest Statutory Review", "review"), ("Date of Last Social Work Visit", "seen"),
        ("What is the permanence plan for this child?", "permanence"),
        ("Date of Last IRO Visit / Contact to the Child", ""), ("Date of Last Health Assessment", ""),
        ("Date of Last Dental Check", ""), ("Number of Placements in the Last 12 months", "placements"),
        ("Date Ceased to be Looked After", "ended"), ("Reason Ceased to be Looked After", "ceased"),
        ("Start Date of Most Recent Placement", "placed_on"), ("Placement Type", "place"),
        ("Placement Provider", "provider"), ("Placement postcode", ""), ("URN of Placement", ""),
        ("Placement Location", ""), ("LA of Placement", ""),
        ("Number of Episodes the Child has been 'Missing' from their Placement in the last 12 months", ""),
        ("Number of Episodes the Child has been 'Absent' from their Placement in the last 12 months", ""),
        ("Was the child offered a Return Interview after their last missing episode (Y/N)?", ""),
        ("Did the child accept a Return Interview after their last missing episode (Y/N)?", ""), *_HELD,
    ),
    9: (
        *PERSON, (f"{_UASC}, or formerly UASC if 18 or over (Y/N)", "uasc"), _DISABLED, *_HELD,
        ("Allocated Personal Advisor", "adviser"), ("Eligibility Category", "eligibility"),
        ("Latest Pathway Plan Review Date", "pathway"), ("LA in Touch", "in_touch"),
        ("Latest Date of Contact", "seen"), ("Type of Accommodation", "accommodation"),
        ("Suitability of Accommodation", "suitability"), ("Activity Status", "activity"),
    ),
    10: (
        PERSON[0], ("Family identifier", ""), *PERSON[1:], _DISABLED, ("Date the Child Entered Care", "began"),
        ("Date of Decision that Child Should be Placed for Adoption", ""),
        ("Date of Placement Order", "placement_order"),
        ("Date of Matching Child and Prospective Adopters", ""), ("Date Placed for Adoption", "placed_on"),
        ("Date of Adoption Order", "adopted_on"),
        ("Date of Decision that Child Should No Longer be Placed for Adoption", ""),
        ("Reason Why Child No Longer Placed for Adoption", ""),
        ("Date the child was placed for fostering in FFA or concurrent planning placement", ""),
    ),
    11: tuple(
        (heading, "")
        for heading in (
            "Individual adopter identifier", "Family identifier", "Gender", "Ethnicity", "Disability",
            "Is the (prospective) adopter fostering for adoption?", "Date enquiry received", "Date Stage 1 started",
            "Date Stage 1 ended", "Date Stage 2 started", "Date Stage 2 ended", "Date application submitted",
            "Date application approved", "Date adopter matched with child(ren)",
            "Date child/children placed with adopter(s)", "No. of children placed", "Date of Adoption Order",
            "Date of leaving adoption process", "Reason for leaving adoption process",
        )
    ),
}  # fmt: skip
