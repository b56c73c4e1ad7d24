namespace ElevenCost.Bench;

/// <summary>A page of the documentation whose tables a run of the bench writes, each between two comments; the rest is written by hand.</summary>
internal static class MarkdownPage
{
    /// <summary>Fails if a page lacks the place of a name: before hours of measuring rather than after them.</summary>
    /// <exception cref="InvalidOperationException">The page has no such place.</exception>
    public static void Check(string file, string name) => Find(File.ReadAllText(file), file, name);

    /// <summary>Replaces what is between <c>&lt;!-- name --&gt;</c> and <c>&lt;!-- /name --&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The page has no such place.</exception>
    public static async Task WriteAsync(string file, string name, string tables)
    {
        string page = await File.ReadAllTextAsync(file);
        (int start, int end) = Find(page, file, name);
        await File.WriteAllTextAsync(file, $"{page[..start]}\n{tables.TrimEnd()}\n{page[end..]}");
    }

    private static (int Start, int End) Find(string page, string file, string name)
    {
        (string open, string close) = ($"<!-- {name} -->", $"<!-- /{name} -->");
        int start = page.IndexOf(open, StringComparison.Ordinal);
        int end = page.IndexOf(close, StringComparison.Ordinal);
        return start >= 0 && end > start ? (start + open.Length, end) : throw new InvalidOperationException($"{file} lacks {open} … {close}.");
    }
}
