/**
 * The statistics beneath gates and reports: intervals and tests of paired rates, tails, resampling
 * of clusters, agreement of judges. Numbers in, numbers out; what commons-statistics has is taken
 * from there.
 */
@NullMarked
package dev.bulwark.evaluate.statistics;

import org.jspecify.annotations.NullMarked;
