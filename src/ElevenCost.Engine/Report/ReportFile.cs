using ElevenCost.Engine.Export;

namespace ElevenCost.Engine.Report;

/// <summary>The file of a report, begun before its figures are read, so that a path that can't be written fails at once.</summary>
public sealed class ReportFile : IDisposable
{
    private readonly AtomicFile _file;

    private ReportFile(AtomicFile file) => _file = file;

    /// <summary>Begins the file.</summary>
    /// <param name="path">The path.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <exception cref="ElevenCostException"><c>ReportNotBuilt</c>, <c>ExportFileExists</c>, <c>ExportPathNotAFile</c> or <c>ExportNotWritable</c>.</exception>
    public static ReportFile Begin(string path, bool replace) =>
        ReportPage.IsBuilt ? new ReportFile(AtomicFile.Create(Path.GetFullPath(path), replace)) : throw ReportErrors.NotBuilt();

    /// <summary>Writes the report, and puts the file in its place.</summary>
    /// <param name="report">The report.</param>
    /// <param name="cancellationToken">Ends the work, and leaves what was there.</param>
    /// <exception cref="ElevenCostException"><c>ExportFileExists</c>: a file was made there meanwhile; <c>ExportNotWritable</c>.</exception>
    public async Task WriteAsync(CostReport report, CancellationToken cancellationToken)
    {
        try
        {
            await _file.Stream.WriteAsync(ReportPage.Of(report), cancellationToken);
        }
        catch (Exception e) when (AtomicFile.IsOfFile(e))
        {
            throw ExportErrors.NotWritable(_file.Path, e);
        }

        _file.Commit();
    }

    /// <summary>Removes what was written, unless it is in its place.</summary>
    public void Dispose() => _file.Dispose();
}
