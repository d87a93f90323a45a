export default function Home() {
  return <a href="/chat/index.html">Chat</a>;
}
