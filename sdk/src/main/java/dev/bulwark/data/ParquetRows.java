package dev.bulwark.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * Parquet, one row group in memory at a time; nested lists and groups become arrays and objects.
 */
final class ParquetRows {
  private ParquetRows() {}

  static void read(DataFile data, Consumer<Row> row) throws IOException {
    Path file = data.path();
    PlainParquetConfiguration plain = new PlainParquetConfiguration();
    ParquetReadOptions options =
        ParquetReadOptions.builder(plain).withCodecFactory(new ParquetCodecs(plain, file)).build();
    try (ParquetFileReader reader = open(data, options)) {
      MessageType schema = reader.getFooter().getFileMetaData().getSchema();
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
      long number = 0;
      for (PageReadStore group = reader.readNextRowGroup();
          group != null;
          group = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            columns.getRecordReader(group, new GroupRecordConverter(schema));
        for (long left = group.getRowCount(); left > 0; left--) {
          ObjectNode fields = ParquetValues.object(records.read());
          row.accept(new Row(file, ++number, fields));
        }
      }
    } catch (ParquetRuntimeException e) {
      throw BadInput.in(
          file, "The file can't be read: " + e.getMessage(), "Write it again, or copy it again");
    }
  }

  private static ParquetFileReader open(DataFile data, ParquetReadOptions options)
      throws IOException {
    try {
      return ParquetFileReader.open(input(data), options);
    } catch (RuntimeException e) {
      throw BadInput.in(
          data.path(),
          "The file is no Parquet file: " + e.getMessage(),
          "Write it again, or correct the end of its name");
    }
  }

  private static InputFile input(DataFile data) throws IOException {
    return data.copy().isPresent()
        ? new ParquetCopy(data.path().toString(), data.copy().get())
        : new LocalInputFile(data.path());
  }
}
