using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;

namespace ElevenCost.Engine.Api;

/// <summary>Sends requests to one host with one key: bounded at a time, tried again where that helps, every failure typed.</summary>
internal sealed class ApiTransport : IDisposable
{
    private const int LongestErrorBody = 64 * 1024;
    private const int MostRedirects = 3;
    private const int MostUnreachableRetries = 2;
    private static readonly ResiliencePropertyKey<long> StartedAt = new("ElevenCost.StartedAt");
    private static readonly ResiliencePropertyKey<bool> HasFallback = new("ElevenCost.HasFallback");
    private static readonly ResiliencePropertyKey<long> BytesInVain = new("ElevenCost.BytesInVain");

    private readonly Uri _baseUri;
    private readonly string _key;
    private readonly ApiOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpMessageHandler _handler;
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _retry;
    private readonly Action<string>? _log;
    private readonly ServerClock _clock;
    private int _requests;
    private volatile bool _isAnswered;

    /// <param name="baseUri">The host.</param>
    /// <param name="key">The key.</param>
    /// <param name="options">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Receives a message for each retry; null to discard them.</param>
    /// <param name="handler">What answers instead of the host, for tests; disposed with this.</param>
    public ApiTransport(Uri baseUri, string key, ApiOptions options, TimeProvider time, Action<string>? log, HttpMessageHandler? handler = null)
    {
        if (baseUri.Scheme != Uri.UriSchemeHttps && !(baseUri.Scheme == Uri.UriSchemeHttp && baseUri.IsLoopback))
        {
            throw ApiErrors.AddressNotHttps(baseUri);
        }

        _baseUri = baseUri;
        _key = key;
        _options = options;
        _time = time;
        _log = log;
        _clock = new ServerClock(time);
        _places = new SemaphoreSlim(options.MaxConcurrency);
        _handler = handler ?? Handler(baseUri, options);
        _http = new HttpClient(_handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd($"ElevenCost/{typeof(ApiTransport).Assembly.GetName().Version?.ToString(3)}");
        _http.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        _http.DefaultRequestHeaders.AcceptEncoding.ParseAdd(AnswerBody.AcceptedEncodings);
        _retry = Retry();
    }

    /// <summary>How many requests were sent, retries included.</summary>
    public int RequestCount => Volatile.Read(ref _requests);

    /// <summary>The server's clock, as of the last answer.</summary>
    public ServerClock Clock => _clock;

    /// <summary>
    /// Sends one request and reads its answer; both are tried again together, so that a broken answer is never half used. One that has a fallback
    /// isn't sent again where the host is silent on it and has answered others.
    /// </summary>
    public async Task<T> SendAsync<T>(
        HttpMethod method, string path, Func<HttpContent>? content, Func<Uri, Stream, CancellationToken, Task<T>> read, CancellationToken cancellationToken,
        bool hasFallback = false)
    {
        var uri = new Uri(_baseUri, path);
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(StartedAt, _time.GetTimestamp());
        context.Properties.Set(HasFallback, hasFallback);
        try
        {
            return await _retry.ExecuteAsync(
                async c => await TryAsync(method, uri, content, read, c), context);
        }
        catch (ElevenLabsApiException e) when (KeyMask.IsIn(e.ToString() + e.Remedy + e.RequestId + e.MissingPermission, _key))
        {
            // Where a server echoes pieces of the key, they are in the causes, too: those are left out.
            throw e.Masked(_key);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _places.Dispose();
    }

    private static SocketsHttpHandler Handler(Uri baseUri, ApiOptions options) => new()
    {
        // A redirect is looked at first: the key must not follow it to another host.
        AllowAutoRedirect = false,
        // Unpacked by AnswerBody, which counts what is sent and what becomes of it.
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = !baseUri.IsLoopback,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = ConnectTimeout(options),
    };

    private static TimeSpan ConnectTimeout(ApiOptions options) =>
        options.ConnectTimeout < options.SilenceTimeout ? options.ConnectTimeout : options.SilenceTimeout;

    private ResiliencePipeline Retry()
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = _time };
        if (_options.MaxRetries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                MaxRetryAttempts = _options.MaxRetries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.BaseDelay,
                MaxDelay = TimeSpan.FromSeconds(30),
                DelayGenerator = args => ValueTask.FromResult((args.Outcome.Exception as ElevenLabsApiException)?.RetryAfter),
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Exception is ElevenLabsApiException { IsTransient: true } failure
                    && args.AttemptNumber < MostRetries(failure, args.Context)
                    && _time.GetElapsedTime(args.Context.Properties.GetValue(StartedAt, 0L)) + (failure.RetryAfter ?? TimeSpan.Zero) < _options.TotalTime),
                OnRetry = args =>
                {
                    if (args.Outcome.Exception is ElevenLabsApiException failure)
                    {
                        _log?.Invoke(string.Create(CultureInfo.InvariantCulture,
                            $"{failure.Message} Retrying in {args.RetryDelay.TotalSeconds:0.0} seconds (try {args.AttemptNumber + 2} of {MostRetries(failure, args.Context) + 1})."));
                    }

                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder.Build();
    }

    private int MostRetries(ElevenLabsApiException failure, ResilienceContext context) =>
        context.Properties.GetValue(BytesInVain, 0L) >= _options.MaxRetriedBytes ? 0
        : failure.Kind == ApiErrors.ResponseIncomplete && context.Properties.GetValue(HasFallback, false) ? Math.Min(1, _options.MaxRetries)
        : !failure.IsUnreachable ? _options.MaxRetries
        : failure.HostAnswered && context.Properties.GetValue(HasFallback, false) ? 0
        : Math.Min(MostUnreachableRetries, _options.MaxRetries);

    private async Task<T> TryAsync<T>(
        HttpMethod method, Uri uri, Func<HttpContent>? content, Func<Uri, Stream, CancellationToken, Task<T>> read, ResilienceContext context)
    {
        CancellationToken cancellationToken = context.CancellationToken;
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var silence = new SilenceTimer(_options.SilenceTimeout, _options.LeastBytesInSilence, _time, cancellationToken);
            var answer = new AnswerBody(uri, _options, silence, _time);
            try
            {
                using HttpResponseMessage response = await GetResponseAsync(method, uri, content, silence);
                await using Stream body = answer.Open(
                    await response.Content.ReadAsStreamAsync(silence.Token), response.Content.Headers.ContentEncoding);
                if (!response.IsSuccessStatusCode)
                {
                    ElevenLabsApiException failure = await FailureAsync(uri, response, body, silence.Token);
                    _isAnswered = true;
                    throw failure;
                }

                string? mediaType = response.Content.Headers.ContentType?.MediaType;
                T result = mediaType is null || mediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase)
                    ? await read(uri, body, silence.Token)
                    : throw ApiErrors.AnsweredByProxy(uri, mediaType, _key);

                // Only now: a host that begins every answer and drips has answered nothing.
                _isAnswered = true;
                return result;
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested && e.InnerException is TimeoutException)
            {
                throw ApiErrors.NotConnected(uri, ConnectTimeout(_options), e);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw ApiErrors.Silence(uri, _options.SilenceTimeout, silence.BytesSinceRestart, _isAnswered);
            }
            catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ResponseEnded or HttpRequestError.InvalidResponse)
            {
                throw ApiErrors.Incomplete(uri, e);
            }
            catch (HttpRequestException e)
            {
                throw ApiErrors.Network(uri, e);
            }
            catch (IOException e)
            {
                throw ApiErrors.Incomplete(uri, e);
            }
            catch (InvalidDataException e)
            {
                throw ApiErrors.Malformed(uri, "its compression is broken.", e);
            }
            catch (JsonException e)
            {
                throw ApiErrors.Malformed(uri, "it is not valid JSON, or a value is of another type.", e);
            }
            finally
            {
                context.Properties.Set(BytesInVain, context.Properties.GetValue(BytesInVain, 0L) + answer.WireBytes);
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<HttpResponseMessage> GetResponseAsync(HttpMethod method, Uri uri, Func<HttpContent>? content, SilenceTimer silence)
    {
        Uri target = uri;
        for (int redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(method, target) { Content = content?.Invoke() };
            request.Headers.TryAddWithoutValidation("xi-api-key", _key);
            Interlocked.Increment(ref _requests);
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
            silence.Restart();
            _clock.Read(response.Headers.Date);
            if ((int)response.StatusCode is < 300 or >= 400)
            {
                return response;
            }

            Uri? location = response.Headers.Location is { } header ? new Uri(target, header) : null;
            bool keepsMethod = method == HttpMethod.Get || (int)response.StatusCode is 307 or 308;
            response.Dispose();
            if (location is null || !keepsMethod || redirects == MostRedirects
                || Uri.Compare(location, _baseUri, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) != 0)
            {
                throw ApiErrors.Redirected(uri, location, _key);
            }

            target = location;
        }
    }

    private async Task<ElevenLabsApiException> FailureAsync(Uri uri, HttpResponseMessage response, Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestErrorBody];
        int length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        string? requestId = response.Headers.TryGetValues("request-id", out IEnumerable<string>? ids) ? ids.FirstOrDefault() : null;
        ElevenLabsApiException failure = ApiErrors.FromResponse(
            uri, response.StatusCode, response.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(buffer, 0, length), requestId, _key);
        failure.RetryAfter = RetryDelay.From(response.Headers, _time);
        return failure;
    }
}
