using System.Globalization;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>The faults that replace the whole answer.</summary>
internal static class FaultAnswers
{
    private const string PageStart = "<!DOCTYPE html>\n<html><head><title>Just a moment...</title></head><body><h1>";

    private const string PageEnd = "</h1><p>Proxy of the house.</p></body></html>\n";

    public static async Task<bool> TryAnswerAsync(ActiveFaults faults, HttpRequest request, HttpReply reply, TimeProvider time, CancellationToken cancel)
    {
        foreach ((Fault fault, int ordinal) in faults.Hits)
        {
            if (fault.Name == "hang")
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }

            if (fault.Name == "rate-limit" && ordinal <= fault.IntArgument(1))
            {
                AddHint(fault, reply, time.GetUtcNow());
                await reply.SendAsync(429, ErrorBodies.Detail(
                    "rate_limit_error", "rate_limit_exceeded", "Too many requests. Please slow down.", "too_many_concurrent_requests", reply.RequestId));
                return true;
            }

            if (fault.Name == "server-error" && ordinal <= fault.IntArgument(1))
            {
                string[] parts = (fault.Argument ?? "1").Split(',');
                int status = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 500;
                await reply.SendAsync(status, Encoding.UTF8.GetBytes(status == 500 ? "Internal Server Error" : "upstream connect error"), "text/plain; charset=utf-8");
                return true;
            }

            if (fault.Name == "mutate" && JsonMutation.IsError(fault.IntArgument(0)))
            {
                await reply.SendAsync(500, Encoding.UTF8.GetBytes("Internal Server Error"), "text/plain; charset=utf-8");
                return true;
            }

            if (fault.Name == "html")
            {
                int status = fault.IntArgument(200);
                await reply.SendAsync(status, Encoding.UTF8.GetBytes(PageStart + status.ToString(CultureInfo.InvariantCulture) + PageEnd), "text/html; charset=utf-8");
                return true;
            }

            if (fault.Name == "redirect")
            {
                await RedirectAsync(fault.Argument!, request, reply);
                return true;
            }

            if (Error(fault, reply.RequestId) is (int code, byte[] body))
            {
                await reply.SendAsync(code, body);
                return true;
            }
        }

        return false;
    }

    private static (int Status, byte[] Body)? Error(Fault fault, string id) => fault.Name switch
    {
        "needs-authorization" => (401, ErrorBodies.NeedsAuthorization(id)),
        "invalid-api-key" => (401, ErrorBodies.InvalidKey(id)),
        "invalid-authorization-header" => (401, ErrorBodies.InvalidAuthorizationHeader()),
        "api-key-id-used-as-api-key" => (400, ErrorBodies.KeyIdAsKey(id)),
        "missing-permissions" => (401, ErrorBodies.MissingPermission(fault.Argument ?? "user_read")),
        "quota-exceeded" => (401, ErrorBodies.QuotaExceeded()),
        "detected-unusual-activity" => (401, ErrorBodies.UnusualActivity()),
        "payment-required" => (402, ErrorBodies.PaymentRequired()),
        "workspace-not-found" => (404, ErrorBodies.WorkspaceNotFound()),
        "validation" => (422, ErrorBodies.Validation([ValidationFailure.Missing(null, "body", fault.Argument ?? "text")])),
        _ => null,
    };

    private static void AddHint(Fault fault, HttpReply reply, DateTimeOffset now)
    {
        string[] parts = (fault.Argument ?? "1").Split(',');
        string[] hint = (parts.Length > 1 ? parts[1] : "retry-after=1").Split('=');
        string value = hint.Length > 1 ? hint[1] : hint[0] == "retry-after-ms" ? "100" : "1";
        double seconds = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) ? parsed : 1;
        switch (hint[0])
        {
            case "none":
                break;
            case "retry-after-date":
                reply.AddHeader("retry-after", now.AddSeconds(seconds).ToString("R", CultureInfo.InvariantCulture));
                break;
            case "x-ratelimit-reset":
                // Unix seconds, rounded up so that the moment is never too early.
                reply.AddHeader("x-ratelimit-reset", Math.Ceiling(now.ToUnixTimeMilliseconds() / 1000.0 + seconds).ToString(CultureInfo.InvariantCulture));
                break;
            case "x-ratelimit-reset-delta":
                reply.AddHeader("x-ratelimit-reset", value);
                break;
            default:
                reply.AddHeader(hint[0], value);
                break;
        }
    }

    private static async Task RedirectAsync(string argument, HttpRequest request, HttpReply reply)
    {
        int status = 302;
        if (argument.StartsWith("302,", StringComparison.Ordinal) || argument.StartsWith("307,", StringComparison.Ordinal))
        {
            status = int.Parse(argument[..3], CultureInfo.InvariantCulture);
            argument = argument[4..];
        }

        // A bare host keeps the path, as a load balancer's redirect would.
        bool bare = Uri.TryCreate(argument, UriKind.Absolute, out Uri? target) && target.AbsolutePath == "/";
        string location = bare ? argument.TrimEnd('/') + request.Path + (request.Query.Length > 0 ? "?" + request.Query : "") : argument;
        reply.AddHeader("location", location);
        await reply.SendAsync(status, []);
    }
}
