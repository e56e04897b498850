<#list dependencyMap as entry>
<#assign project = entry.getKey()/>
| ${project.groupId}:${project.artifactId} | ${project.version} | ${entry.getValue()?join("; ")} |
</#list>
