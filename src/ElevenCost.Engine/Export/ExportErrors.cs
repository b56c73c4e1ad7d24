using System.Globalization;

namespace ElevenCost.Engine.Export;

/// <summary>The errors of files of cost: id, text and remedy of each in one place.</summary>
public static class ExportErrors
{
    internal static readonly ErrorKind ExportColumnsStay = new(FailureCategory.Usage,
        "`-OmitEmptyColumn` was given for a format other than CSV.",
        "Export CSV, or leave `-OmitEmptyColumn` out: Markdown and Excel have no columns of dimensions that rows are not grouped by.");

    internal static readonly ErrorKind ExportCostCenterMissing = new(FailureCategory.Usage,
        "A row has no cost center, so no file of a cost center can hold it.",
        "Group the rows by `CostCenter`, among others.");

    internal static readonly ErrorKind ExportFileExists = new(FailureCategory.Usage,
        "The file to write exists.",
        "Overwrite it with `-Force` (`--force`), or use another path.",
        FailureNature.AlreadyThere);

    internal static readonly ErrorKind ExportFormatNotKnown = new(FailureCategory.Usage,
        "The extension of the file is not that of a format, or not one that FOCUS supports.",
        "Use one of those that the message names, or set the format.");

    internal static readonly ErrorKind ExportNotWritable = new(FailureCategory.File,
        "The file cannot be written: the folder is missing or closed, or the disk is full. What was there before was not changed.",
        "Check the folder, your rights and the room on the disk.");

    internal static readonly ErrorKind ExportPathNotAFile = new(FailureCategory.Usage,
        "The path to write to is a folder, a pipe or a device.",
        "Use the path of a file.");

    internal static readonly ErrorKind ExportQuestionWithRows = new(FailureCategory.Usage,
        "Rows were piped in together with query parameters, which would have no effect.",
        "Use them with `Get-ElevenLabsCost`, or pipe nothing in.");

    internal static readonly ErrorKind ExportRowsDiffer = new(FailureCategory.Usage,
        "Rows that are grouped differently do not fit into one table of a workbook or of Markdown.",
        "Group all rows alike, write a file for each, or use `Csv`, `Json` or `Parquet`.");

    internal static readonly ErrorKind ExportRowsNotUnique = new(FailureCategory.Usage,
        "Two rows would be the same metric.",
        "Export the rows of one query.");

    internal static readonly ErrorKind ExportTooLarge = new(FailureCategory.Usage,
        "There are more rows, or more digits, than the format holds.",
        "Use fewer days or groups, or use another format.");

    internal static readonly ErrorKind FocusRowNotValid = new(FailureCategory.Usage,
        "A row cannot be a charge of FOCUS: it has no connection, is of a week or more, is a running sum or the sum of several groups, or did not come from this session.",
        "Run the export without piped rows, or pipe rows by `Day`, `Hour` or `Month` that are grouped by `Connection`.");

    /// <summary><c>ExportColumnsStay</c>.</summary>
    public static ElevenCostException ColumnsStay(ExportFormat format) => new(ExportColumnsStay,
        $"Only CSV can leave out empty columns; the format is {format}.", "Export CSV, or keep the columns.");

    /// <summary><c>ExportFileExists</c>.</summary>
    public static ElevenCostException FileExists(string path) =>
        new(ExportFileExists, $"The file '{path}' exists.", $"Overwrite it with {Advice.Of("-Force", "--force")}, or use another path.");

    /// <summary><c>ExportFormatNotKnown</c>: by the extension.</summary>
    public static ElevenCostException FormatNotKnown(string path) =>
        new(ExportFormatNotKnown, $"The extension of '{Path.GetFileName(path)}' names no format.",
            "Use .csv, .json, .md, .xlsx, .parquet or .prom, or set the format.");

    /// <summary><c>ExportFormatNotKnown</c>: FOCUS has two forms.</summary>
    public static ElevenCostException FocusFormNotKnown(string path) =>
        new(ExportFormatNotKnown, $"FOCUS is written as CSV or Parquet; the extension of '{Path.GetFileName(path)}' names neither.",
            "Use .csv or .parquet.");

    /// <summary><c>ExportPathNotAFile</c>.</summary>
    public static ElevenCostException NotAFile(string path) =>
        new(ExportPathNotAFile, $"'{path}' is a folder, a pipe or a device, not a file.", "Use the path of a file.");

    /// <summary><c>ExportQuestionWithRows</c>.</summary>
    /// <param name="parameters">The names of the parameters.</param>
    public static ElevenCostException QuestionWithRows(IEnumerable<string> parameters) =>
        new(ExportQuestionWithRows, $"Rows are piped in, so {string.Join(", ", parameters.Select(name => "-" + name))} would have no effect.",
            "Use them with Get-ElevenLabsCost, or pipe nothing in.");

    /// <summary><c>ExportNotWritable</c>.</summary>
    public static ElevenCostException NotWritable(string path, Exception cause) =>
        new(ExportNotWritable, $"The file '{path}' cannot be written: {cause.Message}",
            "Check that the folder exists, that you may write to it, and that the disk has room. What was there before was not changed.", cause);

    /// <summary><c>ExportTooLarge</c>: more rows than the format holds.</summary>
    public static ElevenCostException TooManyRows(ExportFormat format, int most) =>
        new(ExportTooLarge, string.Create(CultureInfo.InvariantCulture, $"{format} holds at most {most:N0} rows of cost."),
            "Use fewer days or groups, or use Csv or Parquet.");

    /// <summary><c>ExportTooLarge</c>: a figure with more digits than the format holds.</summary>
    public static ElevenCostException FigureTooLarge(string column, decimal figure) =>
        new(ExportTooLarge, string.Create(CultureInfo.InvariantCulture, $"{column} {figure} has more digits than Parquet holds."), "Use Csv or Json.");

    /// <summary><c>ExportRowsDiffer</c>.</summary>
    public static ElevenCostException RowsDiffer(ExportFormat format) =>
        new(ExportRowsDiffer, $"Rows that are grouped differently do not fit into one table of {format}.",
            "Group all rows alike, write a file for each, or use Csv, Json or Parquet.");

    /// <summary><c>ExportRowsNotUnique</c>.</summary>
    public static ElevenCostException RowsNotUnique(string labels) =>
        new(ExportRowsNotUnique, $"Two rows would be the same metric: {ShownText.Of(labels)}", "Export the rows of one query.");

    /// <summary><c>ExportCostCenterMissing</c>.</summary>
    public static ElevenCostException CostCenterMissing() =>
        new(ExportCostCenterMissing, "A row has no cost center, so no file of a cost center can hold it.", "Group the rows by CostCenter, among others.");

    /// <summary><c>FocusRowNotValid</c>.</summary>
    /// <param name="why">Why FOCUS has no place for the row.</param>
    public static ElevenCostException RowIsNoCharge(string why) =>
        new(FocusRowNotValid, $"FOCUS cannot hold the rows: {why}",
            "Run the export without piped rows, or pipe rows by Day, Hour or Month that are grouped by Connection, among others.");
}
