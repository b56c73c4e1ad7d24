using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ElevenCost.Engine.Alerts;

/// <summary>Sends messages as mail over SMTP: with STARTTLS, or TLS from the start for <c>smtps</c>; without TLS to this machine alone.</summary>
/// <param name="certificates">Judges the server's certificate; null for what the machine trusts.</param>
internal sealed class MailDelivery(RemoteCertificateValidationCallback? certificates = null) : IAlertDelivery
{
    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public async Task DeliverAsync(AlertTarget target, AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
    {
        // Revocation lists are not asked for, as HttpClient does not: a server may have no way to them.
        using var client = new SmtpClient { Timeout = (int)CommandPatience.TotalMilliseconds, CheckCertificateRevocation = false };
        if (certificates is not null)
        {
            client.ServerCertificateValidationCallback = certificates;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(IAlertDelivery.Patience);
        using MimeMessage mail = MailFormat.Write(message, target);
        Uri server = address.Uri!;
        SecureSocketOptions security = server.Scheme == "smtps" ? SecureSocketOptions.SslOnConnect
            : server.IsLoopback && address.User is null ? SecureSocketOptions.StartTlsWhenAvailable
            : SecureSocketOptions.StartTls;
        try
        {
            await client.ConnectAsync(server.Host, server.Port, security, patience.Token);
            if (address.User is not null)
            {
                await client.AuthenticateAsync(address.User, address.Password!, patience.Token);
            }

            await client.SendAsync(mail, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw AlertErrors.NotDelivered(target, "the mail server did not answer in time.", "Check that it works.", e);
        }
        catch (Exception e) when (ReasonOf(e) is { } reason)
        {
            throw AlertErrors.NotDelivered(target, reason, "Check the mail server, its port and the login in the stored address.");
        }

        try
        {
            await client.DisconnectAsync(quit: true, patience.Token);
        }
        catch (Exception e) when (e is IOException or ProtocolException or CommandException or OperationCanceledException)
        {
            // The server has accepted the mail; how the connection ends makes no difference.
        }
    }

    /// <remarks>The server's own words are left out: some repeat the user, and all could say anything.</remarks>
    private static string? ReasonOf(Exception failure) => failure switch
    {
        AuthenticationException => "the mail server rejects the user or the password.",
        SslHandshakeException => "the mail server's certificate is not trusted, or TLS failed.",
        NotSupportedException => "the mail server offers no STARTTLS or no way to log in, and without TLS nothing is sent.",
        SmtpCommandException command => command.ErrorCode switch
        {
            SmtpErrorCode.SenderNotAccepted => "the mail server rejects the sender.",
            SmtpErrorCode.RecipientNotAccepted => "the mail server rejects a recipient.",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the mail server answered with {(int)command.StatusCode}."),
        },
        ProtocolException or IOException or ServiceNotConnectedException => "the connection to the mail server broke.",
        SocketException socket => socket.SocketErrorCode is SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData
            ? "the name of the mail server cannot be resolved." : "the mail server cannot be reached.",
        TimeoutException => "the mail server did not answer in time.",
        _ => null,
    };
}
