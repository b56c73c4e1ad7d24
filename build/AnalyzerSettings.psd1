@{
    ExcludeRules = @(
        # The build and the demo talk to a person at a host; their output is not for a pipeline.
        'PSAvoidUsingWriteHost'
    )
}
