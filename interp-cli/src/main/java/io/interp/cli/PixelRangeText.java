package io.interp.cli;

import io.interp.core.data.PixelRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a range of pixels written as {@code LO,HI}. */
final class PixelRangeText implements ITypeConverter<PixelRange> {

    @Override
    public PixelRange convert(String text) {
        String[] ends = text.split(",", -1);
        if (ends.length != 2) {
            throw new TypeConversionException("expected LO,HI such as -1,1, got '" + text + "'");
        }
        try {
            return new PixelRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1]));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("expected two numbers LO,HI such as -1,1, got '" + text + "'");
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
