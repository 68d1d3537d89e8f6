/** From conversations to token ids and back: tokenizer, chat template, loss masks, packing. */
@NullMarked
package dev.bulwark.text;

import org.jspecify.annotations.NullMarked;
