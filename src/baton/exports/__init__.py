"""What leaves Baton as a file: statutory returns, inspection lists, a child's whole record, reports.

Each kind reads what its reader reaches and nothing else; beside every file lies a report of what does not hold and why.
The front door is `making`.
"""
