/** What looks at generated images from outside: segmenters that find parts, beside the embedders of the statistics. */
package io.interp.core.measure;
