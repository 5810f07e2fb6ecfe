"""People who walk a dossier through the pages: by mouse, by touch, or by keyboard alone.

A walker does what a person does: goes by links, opens folds, fills fields by their names, presses buttons. With
`keyboard=True` every control is reached by Tab (a control that Tab does not reach fails the walk) and pressed by Enter or
Space; the presses are counted.
"""

from browsing import CARD, CODE, IDNUMBER, NAME, NUMBER, Person

ADDRESS, PHONE = "12 Hậu Giang, Phường Bình Tiên", "0901234567"
HERE = "27373"


class Walker(Person):
    def __init__(self, browser, site, user=None, script=False, keyboard=False, touch=False, **context):
        if touch:
            context = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, **context}
        self.site, self.keyboard, self.touch, self.presses = site, False, touch, 0
        super().__init__(browser, site, user, script, **context)
        self.keyboard, self.script = keyboard, script

    # MARK: hands

    def key(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def reach(self, control, most=400):
        """Tab, forwards or backwards, until the control (or a radio button of its group) has the focus."""
        node = control.element_handle()
        for _ in range(most):
            where = node.evaluate("""node => {
                const at = document.activeElement;
                const group = node.type === 'radio' && at.type === 'radio' && at.name === node.name && at.form === node.form;
                if (at === node || group) return 'here';
                return at !== document.body && at.compareDocumentPosition(node) & 2 ? 'back' : 'on' }""")
            if where == "here":
                return
            self.key("Shift+Tab" if where == "back" else "Tab")
        raise AssertionError(f"{self.page.url}: not reached by Tab: {node.evaluate('node => node.outerHTML')[:300]}")

    def send(self, control=None):
        """Presses a button or link, or Enter where the focus is, and looks at the page that comes."""
        if control is not None and self.keyboard:
            self.reach(control)
        with self.page.expect_navigation():
            if control is None or self.keyboard:
                self.key("Enter")
            else:
                control.tap() if self.touch else control.click()
        self.page.wait_for_load_state()
        self.look()

    def unfold(self, control):
        """Opens the folds that a control lies in, the outermost first."""
        for fold in control.locator("xpath=ancestor::details").all():
            if fold.get_attribute("open") is None:
                summary = fold.locator(":scope > summary")
                if self.keyboard:
                    self.reach(summary)
                    self.key("Enter")
                else:
                    summary.tap() if self.touch else summary.click()

    def put(self, name, value, within=None):
        """Fills one field by its name, whatever it is."""
        root = within or self.page.locator("main")
        field = root.locator(f'[name="{name}"]:not([type=hidden])')
        assert field.count(), f"{self.page.url}: no field {name}"
        kind = field.first.evaluate("node => node.tagName === 'SELECT' ? 'select' : node.type")
        if kind in ("radio", "checkbox"):
            for one in str(value).split(","):
                self.tick(root.locator(f'[name="{name}"][value="{one}"]').first, kind)
            return
        field = field.first
        self.unfold(field)
        if not self.keyboard:
            field.select_option(value) if kind == "select" else field.fill(value)
            return
        self.reach(field)
        if kind == "select":
            at = field.evaluate("(node, value) => [...node.options].findIndex(one => one.value === value)", value)
            assert at >= 0, f"{name} has no choice {value}"
            self.key("Home", *["ArrowDown"] * at)
        elif kind in ("date", "datetime-local"):
            field.fill(value)
        else:
            self.key("Control+a")
            self.page.keyboard.insert_text(value)
        assert field.input_value() == value, (name, value, field.input_value())

    def tick(self, box, kind):
        if box.is_checked():
            return
        self.unfold(box)
        if not self.keyboard:
            # The label is what a finger or a mouse hits.
            label = box.locator("xpath=ancestor::label")
            target = label if label.count() else box
            target.tap() if self.touch else target.click()
        elif kind == "checkbox":
            self.reach(box)
            self.key("Space")
        else:
            self.reach(box)
            if not self.page.evaluate("document.activeElement.checked"):
                self.key("Space")
            for _ in range(20):
                if box.is_checked():
                    break
                self.key("ArrowDown")
        assert box.is_checked(), box.evaluate("node => node.outerHTML")

    def button(self, name, within=None):
        return (within or self.page.locator("main")).get_by_role("button", name=name).first

    def press(self, name):
        button = self.page.locator("main").get_by_role("button", name=name, exact=True).first
        self.unfold(button)
        self.send(button)

    def do(self, value):
        """Presses the visible button `do=value` of a form."""
        button = self.page.locator(f'main button[name="do"][value="{value}"]:not(.unseen)').first
        self.unfold(button)
        self.send(button)

    def to(self, path):
        """Goes by the link of the navigation."""
        self.send(self.page.locator(f'header nav a[href="{path}"]').first)

    def quiet(self):
        """Nothing was refused."""
        alert = self.page.locator('main [role="alert"]')
        assert alert.count() == 0, f"{self.page.url}: {alert.first.inner_text()}"

    # MARK: what staff do

    def find(self, number):
        """From the inbox to a dossier by searching its number."""
        self.to("/ho-so")
        box = self.page.get_by_role("searchbox").first
        if self.keyboard:
            self.reach(box)
        else:
            box.click()
        self.page.keyboard.insert_text(number)
        self.send()
        if not self.page.url.split("?")[0].endswith(f"/ho-so/{number}"):
            self.send(self.page.locator(f'main a[href="/ho-so/{number}"]').first)

    def form(self, number, action):
        return self.page.locator(f'main form[action="/ho-so/{number}/{action}"]')

    def act(self, number, action, **values):
        """Finds a dossier and does one action with it by its form."""
        self.find(number)
        form = self.form(number, action)
        assert form.count() == 1, f"{action} is not offered for {number}: {self.text()[:1500]}"
        self.unfold(form)
        for name, value in values.items():
            self.put(name, value, form)
        self.send(form.get_by_role("button").last)
        self.quiet()
        assert f"done={action}" in self.page.url, self.page.url
        return self.text()

    def scan(self, card=CARD):
        """What a scanner types of a card, and its Enter."""
        field = self.page.locator('main [name="card"]')
        if self.keyboard:
            self.reach(field)
        else:
            field.click()
        self.page.keyboard.insert_text(card)
        self.send()
        self.quiet()

    def take_in(self, code, card=CARD, lacking=(), ends="accept", form=None, **values):
        """At the counter: scan, procedure, papers, form, and the button that ends it. Gives number and tracking code."""
        self.to("/quay")
        self.scan(card)
        return self.take_in_scanned(code, lacking, ends, form, **values)

    def take_in_scanned(self, code, lacking=(), ends="accept", form=None, **values):
        self.put("q", code)
        self.send()
        assert f"/quay/{code}" in self.page.url, self.page.url
        procedure = self.site.procedure(code)
        case = procedure["cases"][0]["id"] if procedure["cases"] else None
        fits = lambda item: item.get("cases") is None or case in item["cases"]
        for paper in procedure["papers"]:
            if paper["required"] and fits(paper) and paper["id"] not in lacking:
                self.put("paper", paper["id"])
        self.put("applicant.phone", PHONE)
        self.fill_form(procedure, fits, form or {})
        for name, value in values.items():
            self.put(name, value)
        self.do(ends)
        self.quiet()
        return self.receipt()

    def fill_form(self, procedure, fits, typed):
        for field in procedure["form"]:
            if fits(field) and (field["required"] and "suggested" in field or field["name"] in typed):
                self.put(f"form.{field['name']}", typed.get(field["name"], field.get("suggested")))

    def receipt(self):
        text = self.text()
        number = NUMBER.search(text)
        code = CODE.search(NUMBER.sub("", text))
        assert number and code, text[:1500]
        return number.group(), code.group().replace("-", "")

    # MARK: what citizens do

    def file_online(self, code, ward="Phường Bình Tiên", form=None):
        """Files online from the first page on. Gives number and tracking code."""
        self.go("/nop")
        self.put("q", code)
        self.send()
        self.send(self.page.locator(f'main a[href^="/nop/{code}"]').first)
        self.put("unit", ward)
        for name, value in (("name", NAME), ("idNumber", IDNUMBER), ("phone", PHONE), ("address", ADDRESS)):
            self.put(f"applicant.{name}", value)
        procedure = self.site.procedure(code)
        case = procedure["cases"][0]["id"] if procedure["cases"] else None
        fits = lambda item: item.get("cases") is None or case in item["cases"]
        for paper in procedure["papers"]:
            for name in ("onpaper", "paper"):
                box = self.page.locator(f'main input[name="{name}"][value="{paper["id"]}"]')
                if paper["required"] and fits(paper) and box.count():
                    self.tick(box.first, "checkbox")
        self.fill_form(procedure, fits, form or {})
        if self.page.locator('main button[value="check"]').count():
            self.do("check")
            self.quiet()
            self.press("Nộp hồ sơ")
        else:
            self.do("accept")
        self.quiet()
        return self.receipt()

    def track(self, number, code):
        """Asks for a dossier by number and tracking code."""
        self.go("/")
        self.to("/tra-cuu")
        self.put("number", number)
        self.put("code", code.lower())
        self.send()
        assert f"/tra-cuu/{number}" in self.page.url, self.text()[:500]
        return self.text()


    def why(self, number):
        """Reads what the house wrote: free text, so the phone's last digits are asked for besides the code."""
        form = self.page.locator(f'main form[action="/tra-cuu/{number}/ly-do"]')
        self.put("so", PHONE[-4:], form)
        self.send(form.get_by_role("button").last)
        self.quiet()
        return self.text()


class Cast:
    """Everybody who takes part in a journey, each at a browser of their own, logged in once."""

    def __init__(self, browser, site, script):
        self.browser, self.site, self.script, self.people, self.citizens = browser, site, script, {}, []

    def __getitem__(self, user):
        """Staff: by mouse with the script, by keyboard alone without."""
        user = user if "@" in user else f"{user}@{HERE}"
        if user not in self.people:
            self.people[user] = Walker(self.browser, self.site, user, script=self.script, keyboard=not self.script)
        return self.people[user]

    def citizen(self, touch=False):
        one = Walker(self.browser, self.site, script=self.script, touch=touch, keyboard=not self.script and not touch)
        self.citizens.append(one)
        return one

    def walk(self, number, unit=HERE, until=None, limit=40):
        """Presses the way forward on the page of whoever has it, until a state is reached or nothing is left.

        Whose turn it is, which people know from their inboxes, is asked over the API; all that is done is done on pages.
        """
        taken = []
        for _ in range(limit):
            dossier = self.site.dossier(number, f"counter@{unit}")
            unit = dossier["custody"].get("inTransitTo") or dossier["custody"]["unit"]
            if until and until(dossier):
                return taken
            turn = next(((user, a) for user, a in self.site.offers(number, unit) if a["next"]), None)
            if turn is None:
                return taken
            user, action = turn
            person = self[user]
            person.find(number)
            # The way forward stands open; other actions are folded away.
            form = person.page.locator('main section form[action^="/ho-so/"]:not(details form)').first
            assert form.get_attribute("action") == f"/ho-so/{number}/{action['action']}", (user, action["action"])
            person.send(form.get_by_role("button").last)
            person.quiet()
            taken.append(f"{action['action']} ({user})")
        raise AssertionError(f"{number} did not end: {taken}")

    def presses(self):
        return sum(person.presses for person in [*self.people.values(), *self.citizens])

    def end(self):
        for person in [*self.people.values(), *self.citizens]:
            assert not person.errors, person.errors
            person.end()
