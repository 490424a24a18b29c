"""Keeps Schemathesis from signing itself out: the account that it uses is not to be changed."""

import schemathesis


@schemathesis.hook
def filter_case(context, case):
    username = str((case.path_parameters or {}).get("username", "")).strip().lower()
    return case.method == "GET" or username != "admin"
