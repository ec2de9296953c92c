# escape=`
FROM mcr.microsoft.com/powershell:lts-nanoserver-ltsc2022
ENV ProgramFiles="C:\Program Files" `
    PSCORE="$ProgramFiles\PowerShell\pwsh.exe"
SHELL ["pwsh", "-Command", "$ErrorActionPreference = 'Stop';"]
RUN Write-Host 'Resetting permissions' ; `
    <# A comment of PowerShell ends in its line. #> `
    icacls.exe C:\app /reset /T
CMD ["pwsh"]
