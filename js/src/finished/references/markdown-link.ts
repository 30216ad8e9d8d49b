// A source as a link of Markdown, in which nothing of its title acts.

export const inMarkdown = (text: string): string => text.replace(/[\\`*_{}[\]<>()#|!~$&]/g, "\\$&");

export function markdownLink(title: string, url: string): string {
  const text = inMarkdown(title);
  return url ? `[${text}](<${url}>)` : text;
}
