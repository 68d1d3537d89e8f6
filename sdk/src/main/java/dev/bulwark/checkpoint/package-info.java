/** Models on disk: Hugging Face folders of configuration, safetensors and tokenizer. */
@NullMarked
package dev.bulwark.checkpoint;

import org.jspecify.annotations.NullMarked;
