package io.interp.core.internal.torch.archive;

import java.util.List;
import java.util.stream.Collectors;

/** Writes methods as TorchScript writes them in its archives. */
final class MethodText {

    private MethodText() {}

    /** {@return the text of a method of a type, indented by two as types' methods are} */
    static String of(String name, List<FunctionDef.Parameter> parameters, String returns, List<Stmt> body) {
        StringBuilder text = new StringBuilder();
        Stmt.print(body, 4, text);
        return of(name, parameters, returns, text.toString());
    }

    /** {@return the text of a method whose lines are written already, indented by four} */
    static String of(String name, List<FunctionDef.Parameter> parameters, String returns, String body) {
        String written =
                parameters.stream().map(FunctionDef.Parameter::toString).collect(Collectors.joining(",\n    "));
        return "  def " + name + "(" + written + ") -> " + returns + ":\n" + body;
    }
}
