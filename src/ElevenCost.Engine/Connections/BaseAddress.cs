namespace ElevenCost.Engine.Connections;

/// <summary>The address of an API, as a user writes it: a key is sent there, so it must be one that keeps it secret.</summary>
public static class BaseAddress
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="ElevenCostException"><c>BaseUriNotValid</c>.</exception>
    public static Uri Parse(string text)
    {
        bool isUri = Uri.TryCreate(text, UriKind.Absolute, out Uri? uri);
        if ((isUri ? Mistake(uri!) : "it is not an absolute address") is { } mistake)
        {
            // Not the text itself: it may hold a password before the host.
            string host = isUri && uri!.Host.Length > 0 ? $" of {uri.Host}" : "";
            throw ConnectionErrors.AddressNotValid(host, mistake);
        }

        return uri!;
    }

    /// <summary>Why an address cannot be used; null if it can.</summary>
    internal static string? Mistake(Uri uri) => uri switch
    {
        { IsAbsoluteUri: false } => "it is not an absolute address",
        { UserInfo.Length: > 0 } => "it holds a user name or password",
        { Query.Length: > 0 } => "it holds a query (?...)",
        { Fragment.Length: > 0 } => "it holds a fragment (#...)",
        { Host.Length: 0 } => "it names no host",
        _ when uri.Scheme == Uri.UriSchemeHttps => null,
        _ when uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback => null,
        _ => "it is not HTTPS, which is required except for a loopback address",
    };
}
