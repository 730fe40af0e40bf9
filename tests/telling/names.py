"""What a reader looks up in the handbook: titles, short names, whose a role is."""

from dataclasses import dataclass

from katch_protocols.model.handbook import Handbook

__all__ = ["Names"]


@dataclass(frozen=True)
class Names:
    """The names of a handbook in one language."""

    handbook: Handbook
    language: str

    def short(self, name: str) -> str:
        agency = self.handbook.agencies.get(name)
        if agency is not None:
            return (agency.short or agency.title).say(self.language)
        return self.handbook.roles[name].title.say(self.language)

    def title(self, name: str) -> str:
        known = self.handbook.agencies.get(name) or self.handbook.roles[name]
        return known.title.say(self.language)

    def everybody(self) -> set[str]:
        return {
            self.short(each) for each in (*self.handbook.agencies, *self.handbook.roles)
        }

    def chair(self, name: str) -> str:
        """Return who answers for a panel: its chair; everybody else for themselves."""
        role = self.handbook.roles.get(name)
        return name if role is None or role.chair is None else role.chair

    def seats(self, name: str) -> tuple[str, ...]:
        """Return whose letters a panel's are: all its seats; else its own."""
        role = self.handbook.roles.get(name)
        return role.members if role is not None and role.is_panel else (name,)

    def decided(self, title: str, by: list[str]) -> str:
        """Return the title of a duty; what a panel decides tells how many must sit."""
        role = self.handbook.roles.get(by[0]) if len(by) == 1 else None
        if role is None or not role.is_panel:
            return title
        sitting, seats = role.sitting, len(role.members)
        said = {
            "en": f"{sitting} of {seats}",
            "ru": f"{sitting} из {seats}",
            "kk": f"{seats} орыннан {sitting}",
        }
        return f"{title} ({said[self.language]})"

    def column(self, name: str) -> str:
        """Return where a role stands in a table: with its only agency, else alone."""
        role = self.handbook.roles.get(name)
        if role is None or len(role.agencies) != 1:
            return name
        regions = self.handbook.regions.values()
        bonds = [region.roles.get(name) for region in regions]
        unbound = [bond is not None and bond.agency is None for bond in bonds]
        return name if bonds and all(unbound) else role.agencies[0]
