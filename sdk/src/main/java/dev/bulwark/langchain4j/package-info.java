/**
 * What LangChain4j offers, as responders and embeddings of ours. Its libraries are optional: only
 * who uses this room needs them.
 */
@NullMarked
package dev.bulwark.langchain4j;

import org.jspecify.annotations.NullMarked;
