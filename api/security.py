"""Headers that keep a browser safe: of pages, those that tell an error among them."""

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Pages load nothing from elsewhere, run no inline script, and cannot be framed. A block of JSON-LD is data, which no
browser runs and no policy forbids (HTML, `script` with a type that is none of JavaScript)."""
