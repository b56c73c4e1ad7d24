namespace ElevenCost.Engine.Requests;

/// <summary>The route of a path: IDs in it give way to <c>{id}</c>, so that requests of one kind are one.</summary>
internal static class RequestRoute
{
    private const string Id = "{id}";
    private const int LeastIdLength = 16;

    /// <summary>The route: see <see cref="IsId"/> for what gives way.</summary>
    public static string Of(string path)
    {
        string[] segments = path.Split('/');
        for (int index = 0; index < segments.Length; index++)
        {
            segments[index] = IsId(segments[index]) ? Id : segments[index];
        }

        return string.Join('/', segments);
    }

    /// <summary>
    /// Whether a segment is a number, or at least 16 letters, digits, <c>_</c> and <c>-</c> with a digit or a capital among them: what routes
    /// are made of is written small, and of 30 random IDs of voices one has no digit.
    /// </summary>
    public static bool IsId(string segment) =>
        segment.Length > 0
        && (segment.All(char.IsAsciiDigit)
            || (segment.Length >= LeastIdLength && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
                && segment.Any(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))));
}
