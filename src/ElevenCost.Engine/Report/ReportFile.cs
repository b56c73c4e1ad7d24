namespace ElevenCost.Engine.Report;

/// <summary>The file of a report.</summary>
public static class ReportFile
{
    /// <summary>Checks that a report may be written to a path, before its figures are read.</summary>
    /// <param name="path">The path.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <exception cref="ElevenCostException"><c>ReportNotBuilt</c>, <c>ReportFileExists</c>, <c>ReportNotWritable</c>.</exception>
    public static void Check(string path, bool replace)
    {
        if (!ReportPage.IsBuilt)
        {
            throw ReportErrors.NotBuilt();
        }

        if (Directory.Exists(path))
        {
            throw ReportErrors.NotWritable(path, new IOException("It is a folder."));
        }

        if (!replace && File.Exists(path))
        {
            throw ReportErrors.FileExists(path);
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw ReportErrors.NotWritable(path, new DirectoryNotFoundException("Its folder does not exist."));
        }
    }

    /// <summary>Writes the report beside the path and moves it there whole: a reader never sees half of it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="path">The path.</param>
    /// <param name="replace">Whether a file that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the work, and leaves what was there.</param>
    /// <exception cref="ElevenCostException">As <see cref="Check"/>.</exception>
    public static async Task WriteAsync(CostReport report, string path, bool replace, CancellationToken cancellationToken)
    {
        Check(path, replace);
        string full = Path.GetFullPath(path);
        string beside = $"{full}.{Guid.NewGuid():N}.tmp";
        try
        {
            try
            {
                await File.WriteAllBytesAsync(beside, ReportPage.Of(report), cancellationToken);
                File.Move(beside, full, replace);
            }
            finally
            {
                File.Delete(beside);
            }
        }
        catch (IOException) when (!replace && File.Exists(full))
        {
            throw ReportErrors.FileExists(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ReportErrors.NotWritable(path, e);
        }
    }
}
