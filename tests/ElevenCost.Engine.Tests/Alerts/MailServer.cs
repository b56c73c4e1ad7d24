using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>A mail server on loopback, with STARTTLS if it has a certificate; what it receives is what a client really sent.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    public const string User = "elevencost";
    public const string Password = "p@ss/word";

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    private MailServer(X509Certificate2? certificate, bool needsLogin)
    {
        Port = FreePort();
        ISmtpServerOptions options = new SmtpServerOptionsBuilder().ServerName("localhost").Endpoint(endpoint =>
        {
            endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).AuthenticationRequired(needsLogin).AllowUnsecureAuthentication(false);
            if (certificate is not null)
            {
                endpoint.Certificate(certificate);
            }
        }).Build();
        var services = new ServiceProvider();
        services.Add((IMessageStore)new Store(Mails));
        services.Add(new Authenticator());
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    public ConcurrentQueue<(MimeMessage Mail, string Raw, bool IsSecure, string? User)> Mails { get; } = new();

    /// <summary>The address as a user stores it.</summary>
    public string Address => $"smtp://{User}:{Uri.EscapeDataString(Password)}@127.0.0.1:{Port}";

    public static MailServer Start(X509Certificate2? certificate, bool needsLogin = true) => new(certificate, needsLogin);

    /// <summary>A certificate for 127.0.0.1 that no one trusts.</summary>
    public static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 own = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));

        // With its key in memory as Windows and macOS want it for TLS.
        return X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private sealed class Store(ConcurrentQueue<(MimeMessage, string, bool, string?)> mails) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            byte[] bytes = buffer.ToArray();
            using var stream = new MemoryStream(bytes);
            mails.Enqueue((await MimeMessage.LoadAsync(stream, cancellationToken), System.Text.Encoding.UTF8.GetString(bytes), context.Pipe.IsSecure, context.Authentication.IsAuthenticated ? context.Authentication.User : null));
            return SmtpResponse.Ok;
        }
    }

    private sealed class Authenticator : IUserAuthenticator
    {
        public Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(user == User && password == Password);
    }
}
