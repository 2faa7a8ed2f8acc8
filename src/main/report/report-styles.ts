/** How a report looks, on paper and on a screen: rules instead of boxes, always the light palette. */
export const reportStyles = `
:root{print-color-adjust:exact;-webkit-print-color-adjust:exact}
*{box-sizing:border-box}
body{margin:0;font:9.5pt/14pt "Inter Variable",Inter,"Helvetica Neue",Arial,sans-serif;color:#12161c;background:#fff;overflow-wrap:anywhere}
h1{margin:0 0 8pt;font-size:18pt;line-height:23pt;font-weight:650;letter-spacing:-.01em;break-after:avoid}
h2{margin:16pt 0 4pt;font-size:11.5pt;line-height:15pt;font-weight:600;break-after:avoid}
h3{margin:11pt 0 3pt;font-size:9.5pt;line-height:14pt;font-weight:600;break-after:avoid}
p{margin:0 0 7pt;orphans:3;widows:3;white-space:pre-line}
a{color:inherit;text-decoration:none}
.no{color:#5f6875;font-weight:400;margin-right:.35em}
.portion{color:#4a5462}
.lead{font-size:10.5pt;line-height:15.5pt;margin-bottom:11pt}
.note{color:#4a5462;font-size:7.5pt;line-height:10.5pt}
ul{margin:0 0 7pt;padding-left:13pt}
li{margin-bottom:2pt}
.mono{font-family:"JetBrains Mono Variable","JetBrains Mono",Menlo,"Liberation Mono",monospace;font-variant-ligatures:none;font-size:.94em;overflow-wrap:normal;white-space:nowrap}
.long{overflow-wrap:anywhere;white-space:normal}
.swatch{display:inline-block;width:12pt;height:12pt;vertical-align:-2.6pt;margin-right:4pt}
.figures{display:flex;flex-wrap:wrap;list-style:none;margin:10pt 0 12pt;padding:6pt 0;border-top:1pt solid #12161c;border-bottom:.5pt solid #858e9b;break-inside:avoid}
.figures li{flex:1 1 0;min-width:24mm;margin:0;padding:1pt 8pt;border-left:.5pt solid #cdd2da}
.figures li:first-child{padding-left:0;border-left:0}
.figures b{display:block;font-size:18pt;line-height:22pt;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
.figures span{color:#4a5462;font-size:8pt;line-height:12pt}
dl{display:grid;grid-template-columns:42mm 1fr;gap:0 10pt;margin:0 0 9pt;font-size:8.8pt;line-height:12.5pt}
dl>div{display:grid;grid-template-columns:subgrid;grid-column:1/-1;padding:2.5pt 0;border-bottom:.5pt solid #e1e4ea;break-inside:avoid}
dt{color:#4a5462}
dd{margin:0;white-space:pre-line}
table{width:100%;margin:0 0 4pt;border-collapse:collapse;table-layout:fixed;font-size:8.8pt;line-height:12pt;border-bottom:.8pt solid #5f6875}
caption,figcaption{padding:4pt 0 3pt;color:#4a5462;font-size:8pt;line-height:11.5pt;text-align:left;break-after:avoid}
caption b,figcaption b{color:#12161c;font-weight:600}
thead{display:table-header-group;break-inside:avoid}
tr{break-inside:avoid}
th{padding:2pt 5pt 3pt;border-bottom:.8pt solid #5f6875;color:#4a5462;text-align:left;vertical-align:bottom;font-size:8pt;font-weight:550;hyphens:auto}
td{padding:2.3pt 5pt;border-bottom:.5pt solid #e1e4ea;text-align:left;vertical-align:top;white-space:pre-line}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
.end{text-align:right;font-variant-numeric:tabular-nums}
.bar{display:block;width:100%;height:8pt;margin:2pt 0}
.nothing{color:#4a5462}
.legend{display:flex;flex-wrap:wrap;gap:3pt 14pt;list-style:none;margin:5pt 0 8pt;padding:0;color:#4a5462;font-size:8pt;line-height:13pt;break-before:avoid}
.legend li{margin:0}
.after{margin:3pt 0 9pt;break-before:avoid}
.block{margin-bottom:12pt}
figure{margin:0 0 10pt;break-inside:avoid}
figure>svg{max-width:100%;height:auto;vertical-align:bottom}
.looks{position:absolute;width:0;height:0}
.cover{display:flex;flex-direction:column}
.cover .logo{align-self:flex-start;max-width:75mm;max-height:32mm}
.cover .title{margin:48mm 0 4pt;font-size:28pt;line-height:33pt;font-weight:650;letter-spacing:-.02em}
.cover .subtitle{margin:0;color:#4a5462;font-size:13pt;line-height:18pt}
.cover>dl{margin-top:12mm}
.cover .marking{margin-top:auto;padding-top:8mm}
.cover .marking p{margin-bottom:2pt;font-weight:600}
.contents ol{list-style:none;margin:0;padding:0}
.contents li{margin:0;padding:2.2pt 0;border-bottom:.5pt solid #e1e4ea;break-inside:avoid}
.contents .level1{padding-top:6pt;font-weight:600}
.contents a{display:flex;gap:6pt}
.contents .no{flex:none;width:12mm;margin:0}
.contents .level2 .no{padding-left:3mm;width:15mm}
.contents .name{flex:1}
.contents .page{flex:none;width:11mm;text-align:right;font-variant-numeric:tabular-nums}
`;
