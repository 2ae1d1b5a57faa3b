"""Who a document names: the school at its head, the people who sign it."""

from journal.paper import Certification, SchoolHead, Signer
from journal.reference import Reference, RegisterPage, StaffMember, name_order
from journal.rights import post_name

_NO_NAME = "____________________"


def school_head(reference: Reference) -> SchoolHead:
    """Return how the school calls itself at the head of a document."""
    return SchoolHead(
        reference.short_name,
        reference.full_name,
        reference.municipality,
        reference.system_name,
    )


def holders(reference: Reference, post: str) -> list[StaffMember]:
    """Return who holds a post, by name."""
    found = [member for member in reference.staff.values() if post in member.posts]
    return sorted(found, key=lambda each: name_order(each.surname, each.name, each.patronymic))


def signer_by_post(reference: Reference, post: str, user: str = "") -> Signer:
    """Return who signs for a post: ``user`` when this person holds it, else the first by name.

    A post that nobody holds gets a line for the name to be written by hand.
    """
    found = holders(reference, post)
    member = next((each for each in found if each.user == user), next(iter(found), None))
    if member is None:
        name = post_name(post)
        return Signer(name[:1].upper() + name[1:], _NO_NAME)
    return signer_of(member)


def signer_of(member: StaffMember) -> Signer:
    """Return a member of staff as a signature names people: post in full, initials first."""
    post = member.post_title
    return Signer(post[:1].upper() + post[1:], member.signature)


def certification(reference: Reference, form: str, user: str = "") -> Certification:
    """Return the block «Верно» as the local act wants it: whose signature, with or without seal.

    Source: C-08; TAL-4.1c, ANC-P4.D.2, ANC-P4.D.3.
    """
    profile = reference.profile
    agreed = profile.agreed.get(form)
    return Certification(
        signer=signer_by_post(reference, profile.certifier.get(form, "deputy"), user),
        seal=profile.seal.get(form, True),
        agreed=signer_by_post(reference, agreed) if agreed else None,
    )


def paper_subject(page: RegisterPage) -> str:
    """Return the subject as the paper line has it: in lower case, abbreviations as they are."""
    first = page.subject.split(" ", 1)[0]
    if len(first) > 1 and first.isupper():
        return page.subject
    return page.subject[:1].lower() + page.subject[1:]


def paper_name(member: StaffMember | None) -> str:
    """Return surname and initials as notes on paper have them: «Петрова А.А.»."""
    if member is None:
        return ""
    initials = "".join(f"{part[0]}." for part in (member.name, member.patronymic) if part)
    return f"{member.surname} {initials}".strip()
