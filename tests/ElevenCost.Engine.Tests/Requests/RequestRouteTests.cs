using ElevenCost.Engine.Requests;

namespace ElevenCost.Engine.Tests.Requests;

/// <summary>Paths of one kind are one route.</summary>
public sealed class RequestRouteTests
{
    [Theory]
    [InlineData("/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM", "/v1/text-to-speech/{id}")]
    [InlineData("/v1/text-to-speech/CMATdlAQBVzNmejAlQcB/with-timestamps", "/v1/text-to-speech/{id}/with-timestamps")]
    [InlineData("/v1/convai/agents/agent_3701k3ttaq12ewp8b7qv5rfyszkz", "/v1/convai/agents/{id}")]
    [InlineData("/v1/dubbing/4711/audio", "/v1/dubbing/{id}/audio")]
    [InlineData("/v1/convai/knowledge-base/dependent-agents", "/v1/convai/knowledge-base/dependent-agents")]
    [InlineData("/v1/workspace/service_accounts_usage", "/v1/workspace/service_accounts_usage")]
    [InlineData("/v1/speech-to-text", "/v1/speech-to-text")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    public void Ids_give_way_whatever_they_are_made_of(string path, string route) => Assert.Equal(route, RequestRoute.Of(path));
}
