package io.interp.testkit.paint;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The closed interval that a factor must lie in: [0, 1] unless stated otherwise. The record's constructor checks it
 * and vectors of factors can be normalized by it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** {@return the smallest value allowed} */
    double low() default 0;

    /** {@return the largest value allowed} */
    double high() default 1;
}
