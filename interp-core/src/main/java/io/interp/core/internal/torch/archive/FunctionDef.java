package io.interp.core.internal.torch.archive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A method of a class, or a free function.
 *
 * @param name its name within the class or file
 * @param parameters its parameters, the module itself first in a method
 * @param returns what it returns, as written, such as {@code Tensor} or {@code Tuple[Tensor, Tensor]}
 * @param body its statements
 * @param start the offset of its first line in its file
 * @param end the offset after its last line
 */
record FunctionDef(String name, List<Parameter> parameters, String returns, List<Stmt> body, int start, int end) {

    /** A parameter; the default is empty when there is none. */
    record Parameter(String name, String type, String defaultValue) {

        @Override
        public String toString() {
            String typed = type.isEmpty() ? name : name + ": " + type;
            return defaultValue.isEmpty() ? typed : typed + "=" + defaultValue;
        }
    }

    boolean returnsTensor() {
        return returns.equals("Tensor");
    }

    /** {@return the name this method has for its module, usually {@code self}} */
    String self() {
        return parameters.get(0).name();
    }

    /** {@return the parameters after the module itself} */
    List<Parameter> arguments() {
        return parameters.subList(1, parameters.size());
    }

    /** {@return every word in this method that a new variable must not be called} */
    Set<String> words() {
        Set<String> words = new LinkedHashSet<>();
        parameters.forEach(parameter -> words.add(parameter.name()));
        body.forEach(statement -> statement.eachExpr(e -> e.collectNames(words)));
        return words;
    }
}
