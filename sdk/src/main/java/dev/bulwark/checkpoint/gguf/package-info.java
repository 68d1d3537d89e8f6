/**
 * GGUF, the single-file format of llama.cpp: read into a model folder, and written from one.
 *
 * <p>The container follows ggml's format description ({@code docs/gguf.md}), the block layouts its
 * {@code ggml-common.h}, the names of tensors and keys llama.cpp's converter.
 */
@NullMarked
package dev.bulwark.checkpoint.gguf;

import org.jspecify.annotations.NullMarked;
