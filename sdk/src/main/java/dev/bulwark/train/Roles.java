package dev.bulwark.train;

import dev.bulwark.model.Decoder;
import java.util.Optional;

/**
 * Who takes part in the training of a policy.
 *
 * @param policy learns to answer
 * @param reference what it must not leave far behind; never learns
 * @param critic learns what answers will be worth; has a score head
 * @param sharesTrunk whether all of them are roles of one base that part at the same layer, so that
 *     what lies below is computed once
 */
public record Roles(
    Decoder policy, Decoder reference, Optional<Decoder> critic, boolean sharesTrunk) {}
