using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Api;

/// <summary>The errors of the API: id, text and remedy of each in one place.</summary>
internal static partial class ApiErrors
{
    internal static readonly ErrorKind AccessDenied = new(FailureCategory.Permission,
        "ElevenLabs answered HTTP 403.",
        "Give the key the permission, or use a key of a workspace admin.",
        FailureNature.NotPermitted);

    internal static readonly ErrorKind AccountSuspended = new(FailureCategory.Permission,
        "ElevenLabs has suspended the account for unusual activity.",
        "Write to ElevenLabs' support, or move to a paid plan.");

    internal static readonly ErrorKind AnswerSizeNotValid = new(FailureCategory.Configuration,
        "The environment variable `ELEVENCOST_ANSWER_MB` is not a whole number from 16 to 1024.",
        "Set it to such a number, or remove it for 128.");

    internal static readonly ErrorKind AnswerTimeNotValid = new(FailureCategory.Configuration,
        "The environment variable `ELEVENCOST_ANSWER_SECONDS` is not a whole number from 10 to 86400.",
        "Set it to such a number, or remove it for 600.");

    internal static readonly ErrorKind ApiKeyIdUsed = new(FailureCategory.Permission,
        "The input is the ID of a key, not the key.",
        "Use the key itself: it begins with `sk_` and is shown once, when it is created or rotated.");

    internal static readonly ErrorKind ApiKeyInvalid = new(FailureCategory.Permission,
        "ElevenLabs rejects the key: it is mistyped, revoked, or belongs to another region.",
        "Compare it with ElevenLabs > Developers > API keys, or connect with the workspace's own region.");

    internal static readonly ErrorKind ApiKeyMissing = new(FailureCategory.Permission,
        "The request arrived without a key.",
        "Check that no proxy removes the header `xi-api-key`.");

    internal static readonly ErrorKind ApiTimeout = new(FailureCategory.Unavailable,
        "The host sent less than 4 KiB within 60 seconds (`ELEVENCOST_SILENCE_SECONDS` sets the limit), or one answer took more than 10 minutes (`ELEVENCOST_ANSWER_SECONDS` sets the limit).",
        "Try again; check the network if it persists. If answers are slow, raise the variable that the message names.",
        FailureNature.Timeout);

    internal static readonly ErrorKind AuthorizationHeaderRefused = new(FailureCategory.Permission,
        "ElevenLabs rejected an authorization header, which ElevenCost does not send.",
        "Check that no proxy adds one.");

    internal static readonly ErrorKind BaseUriNotValid = new(FailureCategory.Usage,
        "The base address is not absolute, not HTTPS (except for a loopback address), or contains a password, a query or a fragment.",
        "Use an address such as `https://api.elevenlabs.io`, or a region.");

    internal static readonly ErrorKind ColumnMissing = new(FailureCategory.Unavailable,
        "The answer lacks a column that cost needs.",
        "Update ElevenCost. If it persists, report it.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind EndpointNotFound = new(FailureCategory.Unavailable,
        "The host has no such address (HTTP 404).",
        "Check that the base address is the API's.");

    internal static readonly ErrorKind MetricNotByDay = new(FailureCategory.Configuration,
        "The deprecated usage statistics count days of UTC, and averages for a day of another zone cannot be combined from hours.",
        "Use hours, or connect under another name with the time zone UTC.");

    internal static readonly ErrorKind MissingPermission = new(FailureCategory.Permission,
        "The key is valid but lacks the permission that the message names.",
        "In ElevenLabs > Developers > API keys, edit the key and allow it.",
        FailureNature.NotPermitted);

    internal static readonly ErrorKind NetworkUnavailable = new(FailureCategory.Unavailable,
        "The host cannot be reached; the message says why.",
        "Check the network, the proxy settings and the base address.");

    internal static readonly ErrorKind PaymentRequired = new(FailureCategory.Permission,
        "The account's plan does not include this, or a payment is due (HTTP 402).",
        "Check the account's subscription and open invoices.");

    internal static readonly ErrorKind ProxyAnswered = new(FailureCategory.Unavailable,
        "A proxy, firewall or sign-in page answered instead of the API.",
        "Let this machine reach the host directly, or set `HTTPS_PROXY`.");

    internal static readonly ErrorKind ProxyCredentialsRequired = new(FailureCategory.Unavailable,
        "The proxy requires credentials (HTTP 407).",
        "Supply them in the proxy's address, `HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT` with special characters percent-encoded, or reach the host directly with `NO_PROXY`.");

    internal static readonly ErrorKind QuotaExceeded = new(FailureCategory.Permission,
        "The account or the key has no credits left.",
        "Raise the key's credit limit or the plan, or wait for the reset.",
        FailureNature.LimitExceeded);

    internal static readonly ErrorKind RateLimited = new(FailureCategory.Unavailable,
        "ElevenLabs limits the rate of requests, even after retries.",
        "Try again later, or sync fewer connections at once.",
        FailureNature.LimitExceeded);

    internal static readonly ErrorKind RedirectRefused = new(FailureCategory.Unavailable,
        "The host redirects to another host; ElevenCost does not send the key there.",
        "Connect with the workspace's own base address.");

    internal static readonly ErrorKind RequestRejected = new(FailureCategory.Unavailable,
        "ElevenLabs rejected the request.",
        "Update ElevenCost. If it persists, report it.");

    internal static readonly ErrorKind RequestsNotOrdered = new(FailureCategory.Unavailable,
        "The request log is not in order of time, so ElevenCost cannot tell which requests are missing.",
        "Update ElevenCost. If it persists, report it.");

    internal static readonly ErrorKind RequestsNotSeparable = new(FailureCategory.Unavailable,
        "The request log has more requests at one instant than it returns at once, and offers no way to read the others.",
        "Filter by path, status, key, user or model, or use a range without that instant.");

    internal static readonly ErrorKind ResponseIncomplete = new(FailureCategory.Unavailable,
        "The answer broke off in the middle.",
        "Try again; check the network if it persists.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind ResponseNotValid = new(FailureCategory.Unavailable,
        "The answer is not what the API documents; the message says where.",
        "Update ElevenCost. If it persists, report it.",
        FailureNature.ResultNotValid);

    internal static readonly ErrorKind ResponseTooLarge = new(FailureCategory.Unavailable,
        "The answer has more bytes, rows, columns or text than the API plausibly sends; the message names the limit.",
        "Use fewer days at a time, or raise all limits of an answer with `ELEVENCOST_ANSWER_MB`. If it persists, check that no proxy changes the answers, and report it.");

    internal static readonly ErrorKind ServerError = new(FailureCategory.Unavailable,
        "ElevenLabs failed (HTTP 5xx), even after retries.",
        "Try again later; status.elevenlabs.io lists outages.");

    internal static readonly ErrorKind SilenceNotValid = new(FailureCategory.Configuration,
        "The environment variable `ELEVENCOST_SILENCE_SECONDS` is not a whole number from 5 to 600.",
        "Set it to such a number, or remove it for 60.");

    internal static readonly ErrorKind TimeZoneNotSupported = new(FailureCategory.Configuration,
        "The deprecated usage statistics count whole hours of UTC, which do not make up the days of that time zone.",
        "Give the key the permission `workspace_analytics_full_read`, or connect under another name with a zone of whole hours.");

    internal static readonly ErrorKind WorkspaceNotFound = new(FailureCategory.Permission,
        "The host has no workspace for this key: the key belongs to another region, or did not arrive.",
        "Connect with the workspace's own region.",
        FailureNature.NotFound);

    private const int LongestServerText = 300;
    private const string FigureRemedy = "Run the sync again. If it persists, report it to ElevenLabs' support.";

    /// <summary>The failure that an error response reports. Matches on <c>status</c> or <c>code</c> of <c>detail</c>, as observed.</summary>
    public static ElevenLabsApiException FromResponse(Uri uri, HttpStatusCode status, string? mediaType, string body, string? requestId, string? key)
    {
        if (status == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return ProxyCredentialsMissing(uri);
        }

        ErrorBody error = ErrorBody.Parse(body);
        string said = Clean(error.Message, key);
        string quoted = said.Length > 0 ? $" It said: \"{said}\"" : "";
        int code = (int)status;
        (ErrorKind kind, string message, string? remedy) = error switch
        {
            _ when IsServerFault(code) => (ServerError,
                $"ElevenLabs answered HTTP {code} to {uri.AbsolutePath}.{quoted}", "Try again later; status.elevenlabs.io lists outages."),
            _ when status == HttpStatusCode.TooManyRequests => (RateLimited,
                $"ElevenLabs limits the rate of requests (HTTP 429).{quoted}", "Try again later, or sync fewer connections at once."),
            { IsHtml: true } => (ProxyAnswered,
                $"{uri.Authority} answered {uri.AbsolutePath} with a web page (HTTP {code}, {(mediaType is null ? "no content type" : Clean(mediaType, key))}) instead of the API: a proxy, firewall or sign-in page probably intercepted the request.",
                "Let this machine reach the host directly, or set HTTPS_PROXY."),
            _ when error.Is("api_key_id_used_as_api_key") => (ApiKeyIdUsed,
                "The input is the ID of an API key, not the key.",
                "Use the key itself: it begins with sk_ and is shown once, when it is created or rotated."),
            _ when error.Is("missing_permissions") => MissingPermissionText(said),
            _ when error.Is("needs_authorization") => (ApiKeyMissing,
                $"The request reached {uri.Authority} without an API key.", "Check that no proxy removes the header xi-api-key."),
            _ when error.Is("invalid_authorization_header") => (AuthorizationHeaderRefused,
                $"{uri.Authority} rejected the authorization header.", "Check that no proxy adds an Authorization header."),
            _ when error.Is("quota_exceeded") => (QuotaExceeded,
                $"The account or the key has no credits left.{quoted}", "Raise the key's credit limit or the plan, or wait for the reset."),
            _ when error.Is("detected_unusual_activity") => (AccountSuspended,
                $"ElevenLabs has suspended the account for unusual activity.{quoted}", "Write to ElevenLabs' support, or move to a paid plan."),
            _ when error.Is("workspace_not_found") => (WorkspaceNotFound,
                $"{uri.Authority} has no workspace for this key: the key belongs to another region, or did not arrive.",
                "Connect with the workspace's own region: us, eu, in or sg, or none for the global one."),
            _ when error.Is("invalid_api_key") => (ApiKeyInvalid,
                $"{uri.Authority} rejects the API key: it is mistyped, revoked, or belongs to another region.",
                "Compare it with ElevenLabs > Developers > API keys, or connect with the workspace's own region."),
            _ when status == HttpStatusCode.PaymentRequired => (PaymentRequired,
                $"The account's plan does not include this, or a payment is due (HTTP 402).{quoted}", "Check the account's subscription and open invoices."),
            _ when status == HttpStatusCode.Unauthorized => (ApiKeyInvalid,
                $"{uri.Authority} rejects the API key (HTTP 401).{quoted}", "Compare it with ElevenLabs > Developers > API keys."),
            _ when status == HttpStatusCode.Forbidden => (AccessDenied,
                $"The key may not call {uri.AbsolutePath} (HTTP 403).{quoted}", "Give the key the permission, or use a key of a workspace admin."),
            _ when status == HttpStatusCode.NotFound => (EndpointNotFound,
                $"{uri.Authority} has no {uri.AbsolutePath} (HTTP 404).{quoted}", "Check that the base address is the API's."),
            _ => (RequestRejected,
                $"ElevenLabs rejected the request to {uri.AbsolutePath} (HTTP {code}).{quoted}", "Update ElevenCost. If it persists, report it."),
        };
        return new ElevenLabsApiException(kind, message, remedy)
        {
            StatusCode = code,
            RequestId = requestId is null ? null : Clean(requestId, key),
            MissingPermission = kind == MissingPermission ? PermissionIn(said) : null,
            IsTransient = IsServerFault(code) || status == HttpStatusCode.TooManyRequests,
        };
    }

    public static ElevenLabsApiException AnsweredByProxy(Uri uri, string? mediaType, string? key) => new(ProxyAnswered,
        $"{uri.Authority} answered {uri.AbsolutePath} with {(mediaType is null ? "no content type" : Clean(mediaType, key))} instead of JSON: a proxy, firewall or sign-in page probably intercepted the request.",
        "Let this machine reach the host directly, or set HTTPS_PROXY.");

    public static ElevenLabsApiException Redirected(Uri uri, Uri? target, string? key) => new(RedirectRefused,
        $"{uri.Authority} redirects {uri.AbsolutePath} to {(target is null ? "nowhere" : Clean(target.Host, key))}; the key is sent only to the configured host.",
        "Connect with the workspace's own base address.");

    public static ElevenLabsApiException Silence(Uri uri, TimeSpan timeout, int bytes, bool hostAnswered) => new(ApiTimeout,
        string.Create(CultureInfo.InvariantCulture,
            $"{uri.Authority} {(bytes == 0 ? "sent nothing" : $"sent only {bytes:N0} bytes")} for {timeout.TotalSeconds:0.#} seconds on {uri.AbsolutePath}."),
        string.Create(CultureInfo.InvariantCulture,
            $"Try again; check the network if it persists. If answers are slow, set {ApiOptions.SilenceVariable} to more seconds, at most {ApiOptions.LongestSilence}."))
    { IsTransient = true, IsUnreachable = true, HostAnswered = hostAnswered };

    public static ElevenLabsApiException AnswerTooSlow(Uri uri, TimeSpan timeout, long bytes) => new(ApiTimeout,
        string.Create(CultureInfo.InvariantCulture,
            $"{uri.Authority} did not complete its answer to {uri.AbsolutePath} within {timeout.TotalSeconds:0.#} seconds; {bytes:N0} bytes were received."),
        string.Create(CultureInfo.InvariantCulture,
            $"Try again; check the network if it persists. If answers are that slow, set {ApiOptions.AnswerVariable} to more seconds, at most {ApiOptions.LongestAnswer}."))
    { HostAnswered = true };

    public static ElevenLabsApiException NotConnected(Uri uri, TimeSpan timeout, Exception cause) => new(NetworkUnavailable,
        string.Create(CultureInfo.InvariantCulture, $"{uri.Authority} cannot be reached: no connection within {timeout.TotalSeconds:0.#} seconds."),
        "Check the network, the proxy settings and the base address.", cause)
    { IsTransient = true, IsUnreachable = true };

    public static ElevenLabsApiException TooLarge(Uri uri, string what, long limit, string option) => new(ResponseTooLarge,
        string.Create(CultureInfo.InvariantCulture,
            $"The answer of {uri.Authority} to {uri.AbsolutePath} has more than {limit:N0} {what} ({option}), more than the API plausibly sends."),
        string.Create(CultureInfo.InvariantCulture,
            $"Use fewer days at a time, or set {ApiOptions.SizeVariable} to more than {ApiOptions.UsualAnswer}, at most {ApiOptions.LargestAnswer}, which raises all limits of an answer. If it persists, check that no proxy changes the answers, and report it."));

    public static ElevenLabsApiException Incomplete(Uri uri, Exception cause) => new(ResponseIncomplete,
        $"The answer of {uri.Authority} to {uri.AbsolutePath} broke off in the middle.", "Try again; check the network if it persists.", cause)
    { IsTransient = true };

    public static ElevenLabsApiException Malformed(Uri uri, string what, Exception? cause = null) => new(ResponseNotValid,
        $"The answer of {uri.Authority} to {uri.AbsolutePath} is not what the API documents: {what}",
        "Update ElevenCost. If it persists, report it.", cause);

    /// <summary>JSON can hold half of a surrogate pair, as <c>"\ud800"</c>, and bytes that are not UTF-8; a text can't.</summary>
    public static ElevenLabsApiException NotUnicode(Uri uri, InvalidOperationException cause) =>
        Malformed(uri, "a name or a text in it is not valid Unicode.", cause);

    public static ElevenLabsApiException NotMidnight(Uri uri, int row, DateTimeOffset instant, string zone) => new(ResponseNotValid,
        string.Create(CultureInfo.InvariantCulture, $"Row {row} of the answer of {uri.Authority} to {uri.AbsolutePath} begins at {instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, which is not a midnight of {zone}."),
        "Connect with the time zone UTC, and report this.");

    public static ElevenLabsApiException NotFullHour(Uri uri, int row, DateTimeOffset instant, string zone) => new(ResponseNotValid,
        string.Create(CultureInfo.InvariantCulture, $"Row {row} of the answer of {uri.Authority} to {uri.AbsolutePath} begins at {instant.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}, which is not the start of an hour of {zone}."),
        "Use days, and report this.");

    public static ElevenLabsApiException MissingColumn(Uri uri, string column, IEnumerable<string> present) => new(ColumnMissing,
        $"The answer of {uri.Authority} to {uri.AbsolutePath} has no column '{column}'; it has {Clean(string.Join(", ", present), null)}.",
        "Update ElevenCost. If it persists, report it.");

    public static ElevenLabsApiException ZoneNotDivisible(string zone) => new(TimeZoneNotSupported,
        $"The deprecated usage statistics count whole hours of UTC, which do not make up the days of {zone}.",
        "Read it with a key that may read the workspace analytics (workspace_analytics_full_read), which count any zone's days; the metrics that only these statistics have need a time zone of whole hours, such as UTC.");

    public static ElevenLabsApiException TooManyAtOneInstant(int known, DateTime instant, Exception? cause) => new(RequestsNotSeparable,
        string.Create(CultureInfo.InvariantCulture,
            $"The request log has more requests at {instant:yyyy-MM-ddTHH:mm:ss.fffZ} than it returns at once ({known:N0} of them were read), and offers no way to read the others."),
        "Filter by path, status, API key, user or model, or use a range without this instant.", cause);

    public static ElevenLabsApiException OutOfOrder(DateTime earlier, DateTime later) => new(RequestsNotOrdered,
        string.Create(CultureInfo.InvariantCulture,
            $"The request log is not in order of time: {later:yyyy-MM-ddTHH:mm:ss.fffZ} follows {earlier:yyyy-MM-ddTHH:mm:ss.fffZ}, although ElevenCost requested the latest first."),
        "Update ElevenCost. If it persists, report it.");

    public static ElevenLabsApiException NotMadeOfHours(string metric, string zone) => new(MetricNotByDay,
        $"The deprecated usage statistics count days of UTC, and '{metric}' of a day of {zone} can't be combined from its hours: averages have no weights.",
        "Use hours, or connect under another name with the time zone UTC.");

    public static ElevenLabsApiException ProxyCredentialsMissing(Uri uri, Exception? cause = null) => new(ProxyCredentialsRequired,
        $"The proxy between this machine and {uri.Authority} requires credentials (HTTP 407).",
        "Supply them in the proxy's address: HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT, with special characters percent-encoded; or let this machine reach the host directly with NO_PROXY.", cause);

    public static ElevenLabsApiException Network(Uri uri, HttpRequestException cause)
    {
        // .NET tells the proxy's status in the text alone.
        if (cause.HttpRequestError == HttpRequestError.ProxyTunnelError && cause.Message.Contains("'407'", StringComparison.Ordinal))
        {
            return ProxyCredentialsMissing(uri, cause);
        }

        string reason = cause switch
        {
            { HttpRequestError: HttpRequestError.NameResolutionError } => "its name cannot be resolved",
            { HttpRequestError: HttpRequestError.SecureConnectionError } => "no secure connection can be made: its certificate is not trusted, or a proxy breaks TLS open",
            { HttpRequestError: HttpRequestError.ProxyTunnelError } => "the proxy rejected the connection",
            { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => "it rejected the connection",
            { InnerException: SocketException socket } => Clean(socket.Message, null),
            _ => $"the connection failed ({cause.HttpRequestError})",
        };
        return new ElevenLabsApiException(NetworkUnavailable,
            $"{uri.Authority} cannot be reached: {reason}.", "Check the network, the proxy settings and the base address.", cause)
        {
            IsTransient = cause.HttpRequestError != HttpRequestError.SecureConnectionError,
            IsUnreachable = true,
        };
    }

    public static ElevenCostException AddressNotHttps(Uri baseUri) => new(BaseUriNotValid,
        $"The base address {baseUri} is not HTTPS; a key would be sent unencrypted.", "Use https://, or http:// for a loopback address.");

    public static ElevenCostException KeyMissing(string connection) => new(ApiKeyMissing,
        $"There is no API key for the connection '{connection}'.", "Connect again with a key.");

    public static ElevenCostException KeyMalformed(string connection) => new(ApiKeyInvalid,
        $"The API key for the connection '{connection}' holds a space, a line break or another character that no key has.",
        "Copy the key again: it begins with sk_, and letters and digits follow.");

    /// <param name="text">What <see cref="ApiOptions.SizeVariable"/> holds.</param>
    public static ElevenCostException SizeNotValid(string text) => new(AnswerSizeNotValid,
        string.Create(CultureInfo.InvariantCulture,
            $"The environment variable {ApiOptions.SizeVariable} is '{Clean(text, null)}', not a whole number from {ApiOptions.SmallestAnswer} to {ApiOptions.LargestAnswer}."),
        string.Create(CultureInfo.InvariantCulture,
            $"Set it to the most MiB of an answer, {ApiOptions.SmallestAnswer} to {ApiOptions.LargestAnswer}, or remove it for {ApiOptions.UsualAnswer}."));

    /// <param name="uri">What was asked.</param>
    /// <param name="where">The row, such as <c>row 7</c>.</param>
    /// <param name="column">The column.</param>
    /// <param name="figure">The figure as it came.</param>
    /// <param name="bound">The largest figure that is accepted.</param>
    public static ElevenLabsApiException FigureTooLarge(Uri uri, string where, string column, string figure, decimal bound) => new(EngineErrors.FigureOutOfBounds,
        string.Create(CultureInfo.InvariantCulture,
            $"'{Clean(column, null)}' of {Clean(where, null)} in the answer of {uri.Authority} to {uri.AbsolutePath} is {Clean(figure, null)}; the largest figure accepted is {bound:0}. Nothing of the answer was kept."),
        FigureRemedy);

    /// <param name="day">The day.</param>
    /// <param name="figure">What was summed.</param>
    /// <param name="sum">The sum of the day.</param>
    /// <param name="bound">The largest sum that is accepted.</param>
    public static ElevenLabsApiException DayTooLarge(DateOnly day, string figure, decimal sum, decimal bound) => new(EngineErrors.FigureOutOfBounds,
        string.Create(CultureInfo.InvariantCulture,
            $"The {figure} of {day:yyyy-MM-dd} add up to {sum}; the largest sum accepted is {bound:0}. Nothing of the answer was kept."),
        FigureRemedy);

    private static bool IsServerFault(int status) => status is 408 or 409 or >= 500;

    private static (ErrorKind Kind, string Message, string? Remedy) MissingPermissionText(string said)
    {
        string permission = PermissionIn(said) ?? "that it needs";
        return (MissingPermission, $"The API key is valid but lacks the permission {permission}.",
            $"In ElevenLabs > Developers > API keys, edit the key and allow {permission}.");
    }

    private static string? PermissionIn(string message) =>
        PermissionPattern().Match(message) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>A server's text, fit for a terminal and a log: without the key, control characters, or more than one would read.</summary>
    internal static string Clean(string? text, string? key)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        string safe = string.IsNullOrEmpty(key) ? text : KeyMask.Apply(text, key);
        safe = KeyPattern().Replace(safe, "(key)");
        safe = string.Concat(safe.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return safe.Length <= LongestServerText ? safe : safe[..LongestServerText] + "…";
    }

    [GeneratedRegex("missing the permission ([A-Za-z0-9_]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PermissionPattern();

    [GeneratedRegex("sk_[0-9a-zA-Z]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex KeyPattern();
}
