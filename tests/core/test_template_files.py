"""Templates lose their indentation, and nothing that is read."""

from core.template_files import unindented


def test_only_blanks_that_nobody_sees_are_left_out():
    assert unindented("<ul>\n    <li>a  b</li>\n\n  </ul>\n") == "<ul>\n<li>a  b</li>\n</ul>\n"
    for kept in (
        "{% blocktranslate %}Une\n    phrase{% endblocktranslate %}",
        "<pre>\n  x</pre>",
        "<textarea>\n  x\n</textarea>",
    ):
        assert unindented(f"<p>\n  {kept}</p>") == f"<p>\n{kept}</p>"
