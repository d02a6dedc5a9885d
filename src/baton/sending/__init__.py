"""What leaves the house: letters, notices, invitations and digests, kept until they have left, and never sent twice.

This room hands over what others have written. It must not know how a letter is made, nor any page.
"""
