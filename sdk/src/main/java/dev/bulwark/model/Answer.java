package dev.bulwark.model;

/**
 * The answer to a prompt.
 *
 * @param ids its token ids, without the token that ended it
 * @param logProbabilities ln of the probability of each token at the sampling temperature, before
 *     top-p and top-k cut; one for each id and one more for the token that ended it, where one did
 * @param stopped whether a stop token ended it; false where it was cut at its longest
 */
@SuppressWarnings("ArrayRecordComponent") // handed on to tensors
public record Answer(long[] ids, double[] logProbabilities, boolean stopped) {}
