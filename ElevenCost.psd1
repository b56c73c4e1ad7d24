@{
    # The one place of the version: the assemblies, the command line and the output folder take theirs from here.
    ModuleVersion        = '0.1.0'
    GUID                 = 'b6f1d2f0-6c0b-4c58-9f7e-3a2f4d1c8e57'
    Author               = 'The ElevenCost authors'
    CompanyName          = 'ElevenCost'
    Copyright            = '(c) The ElevenCost authors. MIT licence.'
    Description          = 'What ElevenLabs usage costs, by day, model, API key, user, voice and product: synced, kept on your machine, priced and explained. API keys stay in SecretManagement vaults.'

    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    RootModule           = 'ElevenCost.PowerShell.dll'
    RequiredAssemblies   = @('ElevenCost.dll')
    FormatsToProcess     = @('ElevenCost.Format.ps1xml')
    TypesToProcess       = @('ElevenCost.Types.ps1xml')

    CmdletsToExport      = @(
        'Compare-ElevenLabsCost'
        'Compare-ElevenLabsPlan'
        'Connect-ElevenLabsCost'
        'Copy-ElevenLabsLedger'
        'Disconnect-ElevenLabsCost'
        'Export-ElevenLabsCost'
        'Find-ElevenLabsCostAnomaly'
        'Get-ElevenLabsAlert'
        'Get-ElevenLabsBudget'
        'Get-ElevenLabsConnection'
        'Get-ElevenLabsCost'
        'Get-ElevenLabsCostCenter'
        'Get-ElevenLabsCostForecast'
        'Get-ElevenLabsCoverage'
        'Get-ElevenLabsKeyLimit'
        'Get-ElevenLabsLedger'
        'Get-ElevenLabsLedgerChange'
        'Get-ElevenLabsPrice'
        'Get-ElevenLabsQuota'
        'Get-ElevenLabsRequest'
        'Get-ElevenLabsSyncSchedule'
        'Get-ElevenLabsUsage'
        'Get-ElevenLabsWebhook'
        'Invoke-ElevenLabsSync'
        'New-ElevenLabsCostReport'
        'Register-ElevenLabsSyncSchedule'
        'Remove-ElevenLabsAlert'
        'Remove-ElevenLabsBudget'
        'Remove-ElevenLabsCostCenter'
        'Remove-ElevenLabsPrice'
        'Send-ElevenLabsAlert'
        'Set-ElevenLabsAlert'
        'Set-ElevenLabsBudget'
        'Set-ElevenLabsConnection'
        'Set-ElevenLabsCostCenter'
        'Set-ElevenLabsLedger'
        'Set-ElevenLabsPrice'
        'Show-ElevenLabsCost'
        'Sync-ElevenLabsUsage'
        'Test-ElevenLabsBudget'
        'Test-ElevenLabsConnection'
        'Test-ElevenLabsCost'
        'Unregister-ElevenLabsSyncSchedule'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @('Remove-ElevenLabsConnection')

    PrivateData          = @{
        PSData = @{
            Tags                       = @('ElevenLabs', 'Cost', 'FinOps', 'Usage', 'Billing', 'Credits', 'Voice', 'AI', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            ProjectUri                 = 'https://github.com/elevencost/ElevenCost'
            LicenseUri                 = 'https://github.com/elevencost/ElevenCost/blob/main/LICENSE'
            IconUri                    = 'https://raw.githubusercontent.com/elevencost/ElevenCost/main/docs/icon.png'
            ReleaseNotes               = 'https://github.com/elevencost/ElevenCost/blob/main/CHANGELOG.md'
            Prerelease                 = ''
            RequireLicenseAcceptance   = $false

            # Only for keys that are to live in a vault; ELEVENLABS_API_KEY and the demo need neither.
            ExternalModuleDependencies = @()
        }
    }
}
