package io.interp.core.internal.torch.archive;

/** Strings between quotes, as TorchScript writes and reads them. */
final class Literal {

    private Literal() {}

    /** {@return a string in double quotes, what could end it early escaped} */
    static String quote(String value) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                out.append(String.format("\\%03o", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }

    /** {@return what stands between the quotes of a string that names an attribute or a device} */
    static String unquote(String literal) {
        return literal.length() < 2 ? literal : literal.substring(1, literal.length() - 1);
    }
}
